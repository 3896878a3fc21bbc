import type { FindingKind } from './define-finding';
import { artifactFlags } from './wording/artifact-flags';
import { artifactGo } from './wording/artifact-go';
import { artifactLibc } from './wording/artifact-libc';
import { artifactNotAPlugin } from './wording/artifact-not-a-plugin';
import { artifactUnproved } from './wording/artifact-unproved';
import { artifactUnreadable } from './wording/artifact-unreadable';
import { buildCommand } from './wording/build-command';
import { directDependency } from './wording/direct-dependency';
import { dockerContext } from './wording/docker-context';
import { doesNotCompile } from './wording/does-not-compile';
import { duplicatePluginPath } from './wording/duplicate-plugin-path';
import { goSum } from './wording/go-sum';
import { goVersion } from './wording/go-version';
import { goWorkLifts } from './wording/go-work-lifts';
import { imageTag } from './wording/image-tag';
import { importsOutOfStep } from './wording/imports-out-of-step';
import { initModule } from './wording/init-module';
import { initModuleFails } from './wording/init-module-fails';
import { missingPins } from './wording/missing-pins';
import { modulePath } from './wording/module-path';
import { nakamaCommon } from './wording/nakama-common';
import { noCompiledProof } from './wording/no-compiled-proof';
import { notOpened } from './wording/not-opened';
import { notStarted } from './wording/not-started';
import { opensUnnamedPlugin } from './wording/opens-unnamed-plugin';
import { otherFingerprint } from './wording/other-fingerprint';
import { patchedInServer } from './wording/patched-in-server';
import { platform } from './wording/platform';
import { pluginsConflict } from './wording/plugins-conflict';
import { replaceHidesVersion } from './wording/replace-hides-version';
import { serverRefuses } from './wording/server-refuses';
import { transitiveDependency } from './wording/transitive-dependency';
import { unknownRelease } from './wording/unknown-release';
import { untidyGoMod } from './wording/untidy-go-mod';
import { vendorOutOfStep } from './wording/vendor-out-of-step';

/** What can be found; each has a page `docs/findings/<id>.md`. */
export type FindingId =
  | 'artifact-flags'
  | 'artifact-go'
  | 'artifact-libc'
  | 'artifact-not-a-plugin'
  | 'artifact-unproved'
  | 'artifact-unreadable'
  | 'build-command'
  | 'direct-dependency'
  | 'docker-context'
  | 'does-not-compile'
  | 'duplicate-plugin-path'
  | 'go-sum'
  | 'go-version'
  | 'go-work-lifts'
  | 'image-tag'
  | 'imports-out-of-step'
  | 'init-module'
  | 'init-module-fails'
  | 'missing-pins'
  | 'module-path'
  | 'nakama-common'
  | 'no-compiled-proof'
  | 'not-opened'
  | 'not-started'
  | 'opens-unnamed-plugin'
  | 'other-fingerprint'
  | 'patched-in-server'
  | 'platform'
  | 'plugins-conflict'
  | 'replace-hides-version'
  | 'server-refuses'
  | 'transitive-dependency'
  | 'unknown-release'
  | 'untidy-go-mod'
  | 'vendor-out-of-step';

/** The one registry of findings: the compiler refuses an id without an entry, and an entry without an id. */
export const FINDINGS = {
  'artifact-flags': artifactFlags,
  'artifact-go': artifactGo,
  'artifact-libc': artifactLibc,
  'artifact-not-a-plugin': artifactNotAPlugin,
  'artifact-unproved': artifactUnproved,
  'artifact-unreadable': artifactUnreadable,
  'build-command': buildCommand,
  'direct-dependency': directDependency,
  'docker-context': dockerContext,
  'does-not-compile': doesNotCompile,
  'duplicate-plugin-path': duplicatePluginPath,
  'go-sum': goSum,
  'go-version': goVersion,
  'go-work-lifts': goWorkLifts,
  'image-tag': imageTag,
  'imports-out-of-step': importsOutOfStep,
  'init-module': initModule,
  'init-module-fails': initModuleFails,
  'missing-pins': missingPins,
  'module-path': modulePath,
  'nakama-common': nakamaCommon,
  'no-compiled-proof': noCompiledProof,
  'not-opened': notOpened,
  'not-started': notStarted,
  'opens-unnamed-plugin': opensUnnamedPlugin,
  'other-fingerprint': otherFingerprint,
  'patched-in-server': patchedInServer,
  platform,
  'plugins-conflict': pluginsConflict,
  'replace-hides-version': replaceHidesVersion,
  'server-refuses': serverRefuses,
  'transitive-dependency': transitiveDependency,
  'unknown-release': unknownRelease,
  'untidy-go-mod': untidyGoMod,
  'vendor-out-of-step': vendorOutOfStep,
} satisfies Readonly<Record<FindingId, FindingKind<never>>>;

export const FINDING_IDS = Object.keys(FINDINGS) as FindingId[];

/** What the words of a finding are made from. */
export type FindingData<Id extends FindingId> = Parameters<(typeof FINDINGS)[Id]['words']>[0];

/** Findings that a check of the committed files finds. */
export type CheckId = {
  [Id in FindingId]: (typeof FINDINGS)[Id]['byCheck'] extends true ? Id : never;
}[FindingId];

/** The docs page of a finding. */
export function docsUrl(id: FindingId): string {
  return `https://github.com/nx-nakama/nx-nakama/blob/main/docs/findings/${id}.md`;
}
