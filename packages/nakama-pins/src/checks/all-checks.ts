import type { Draft } from '../findings/finding';
import type { CheckId } from '../findings/registry';
import { buildCommand } from './build-command';
import type { Check, CheckInput } from './define-check';
import { directDependency } from './direct-dependency';
import { dockerContext } from './docker-context';
import { duplicatePluginPath } from './duplicate-plugin-path';
import { goSum } from './go-sum';
import { goVersion } from './go-version';
import { goWorkLifts } from './go-work-lifts';
import { imageTag } from './image-tag';
import { importsOutOfStep } from './imports-out-of-step';
import { initModule } from './init-module';
import { missingPins } from './missing-pins';
import { modulePath } from './module-path';
import { nakamaCommon } from './nakama-common';
import { opensUnnamedPlugin } from './opens-unnamed-plugin';
import { otherFingerprint } from './other-fingerprint';
import { patchedInServer } from './patched-in-server';
import { platform } from './platform';
import { pluginsConflict } from './plugins-conflict';
import { replaceHidesVersion } from './replace-hides-version';
import { transitiveDependency } from './transitive-dependency';
import { untidyGoMod } from './untidy-go-mod';
import { vendorOutOfStep } from './vendor-out-of-step';

/** Every check by its finding. `unknown-release` alone comes before them, as they all need a release. */
const CHECKS: { readonly [Id in CheckId]: Check<Id> } = {
  'build-command': buildCommand,
  'direct-dependency': directDependency,
  'docker-context': dockerContext,
  'duplicate-plugin-path': duplicatePluginPath,
  'go-sum': goSum,
  'go-version': goVersion,
  'go-work-lifts': goWorkLifts,
  'image-tag': imageTag,
  'imports-out-of-step': importsOutOfStep,
  'init-module': initModule,
  'missing-pins': missingPins,
  'module-path': modulePath,
  'nakama-common': nakamaCommon,
  'opens-unnamed-plugin': opensUnnamedPlugin,
  'other-fingerprint': otherFingerprint,
  'patched-in-server': patchedInServer,
  platform,
  'plugins-conflict': pluginsConflict,
  'replace-hides-version': replaceHidesVersion,
  'transitive-dependency': transitiveDependency,
  'untidy-go-mod': untidyGoMod,
  'vendor-out-of-step': vendorOutOfStep,
};

const IDS = Object.keys(CHECKS) as CheckId[];

/** Runs every check. */
export function* runChecks(input: CheckInput): Iterable<Draft<CheckId>> {
  for (const id of IDS) {
    // The data of what a check finds are those of its id.
    for (const found of CHECKS[id](input)) yield { id, ...found } as Draft<CheckId>;
  }
}
