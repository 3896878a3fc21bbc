import { defineFinding } from '../define-finding';
import { type Evidence, linked } from './evidence';
import { few } from './lists';

/** Packages that the server links with its own changes. */
export interface PatchedPackages {
  /** At least one. */
  readonly packages: readonly [string, ...string[]];
  readonly module: string;
  /** The plugin's. */
  readonly version: string | undefined;
  readonly release: string;
  readonly evidence: Evidence;
}

export const patchedInServer = defineFinding({
  title: 'The server links patched code that no version matches',
  about: 'package',
  byCheck: true,
  settledBy: { compiling: 'settles', pinning: false, building: 'silent' },
  words: ({ packages, module, version, release, evidence }: PatchedPackages) => ({
    package: packages[0],
    module,
    actual: version,
    message: `Nakama ${release} links a patched ${few(packages)}, so no version of ${module} matches the server's (${linked(evidence)})`,
    fix: `do not link it: use another library, or a copy of ${module} under an import path of your own`,
  }),
});
