import type { Check } from './define-check';
import { directDependency } from './direct-dependency';
import { duplicatePluginPath } from './duplicate-plugin-path';
import { goSum } from './go-sum';
import { goVersion } from './go-version';
import { goWorkLifts } from './go-work-lifts';
import { imageTag } from './image-tag';
import { initModule } from './init-module';
import { missingPins } from './missing-pins';
import { nakamaCommon } from './nakama-common';
import { patchedInServer } from './patched-in-server';
import { platform } from './platform';
import { replaceHidesVersion } from './replace-hides-version';
import { transitiveDependency } from './transitive-dependency';
import { untidyGoMod } from './untidy-go-mod';
import { vendorOutOfStep } from './vendor-out-of-step';

/** Every check; `unknown-release` alone comes before them, as they all need a release. */
export const ALL_CHECKS: readonly Check[] = [
  directDependency,
  duplicatePluginPath,
  goSum,
  goVersion,
  goWorkLifts,
  imageTag,
  initModule,
  missingPins,
  nakamaCommon,
  patchedInServer,
  platform,
  replaceHidesVersion,
  transitiveDependency,
  untidyGoMod,
  vendorOutOfStep,
];
