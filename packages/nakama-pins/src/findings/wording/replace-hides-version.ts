import { defineFinding } from '../define-finding';
import { type Evidence, linked } from './evidence';

/** A replace that puts other code, or another version, in the place of a shared module. */
export type HidingReplace = {
  readonly module: string;
  /** The server's version. */
  readonly wanted: string;
  readonly release: string;
  /** `../zap`, `github.com/acme/zap v1.2.0` */
  readonly target: string;
  readonly evidence: Evidence;
} & (
  | { readonly kind: 'folder' }
  /** The required version, which Go compares, is not the server's. */
  | { readonly kind: 'other version required'; readonly required: string; readonly isBuilt: boolean }
  | { readonly kind: 'other code' }
);

export const replaceHidesVersion = defineFinding({
  title: 'A replace hides the version that Go compares',
  about: 'module',
  byCheck: true,
  settledBy: { compiling: 'settles errors', pinning: true, building: 'silent' },
  words: (data: HidingReplace) => {
    const { module, wanted, release, target, evidence } = data;
    switch (data.kind) {
      case 'folder':
        return {
          module,
          expected: `${module} ${wanted} as published`,
          actual: target,
          message: `${module} is compiled from ${target}: it loads only while that folder holds ${wanted} unchanged (${linked(evidence)})`,
          fix: `keep ${target} equal to ${module} ${wanted}, or drop the replace`,
        };
      case 'other version required':
        return {
          module,
          expected: wanted,
          actual: `${data.required} => ${target}`,
          message: `${module} is required at ${data.required} and replaced by ${target}: Go compares the required version, but Nakama ${release} links ${wanted} (${linked(evidence)})`,
          fix: `drop the replace and require ${module} ${wanted}${data.isBuilt ? ', then build the plugin again' : ''}`,
        };
      case 'other code':
        return {
          module,
          expected: `${module} ${wanted}`,
          actual: target,
          message: `${module} is replaced by ${target}: the server refuses this other code under its version as soon as an exported type or a position in it differs; npx nakama-pins verify --proof compiled tells (${linked(evidence)})`,
          fix: `drop the replace: the required ${module} ${wanted} already is the server's`,
        };
    }
  },
});
