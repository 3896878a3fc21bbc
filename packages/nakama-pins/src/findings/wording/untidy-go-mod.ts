import { defineFinding } from '../define-finding';
import { goIn, goModEdit, steps } from './go-command';

/** How go.mod contradicts itself or what it refers to. */
export type UntidyGoMod =
  | {
      readonly kind: 'required twice';
      readonly goMod: string;
      readonly module: string;
      readonly version: string;
      readonly line: number;
      readonly higher: string;
      readonly higherLine: number;
    }
  | {
      readonly kind: 'replaced twice';
      readonly goMod: string;
      readonly module: string;
      readonly line: number;
      readonly firstLine: number;
    }
  | {
      readonly kind: 'excluded';
      readonly goMod: string;
      readonly module: string;
      readonly version: string;
      readonly line: number;
      readonly requireLine: number;
    }
  | {
      readonly kind: 'missing folder';
      readonly goMod: string;
      readonly module: string;
      readonly folder: string;
      readonly line: number;
    }
  | {
      readonly kind: 'library ahead';
      readonly goMod: string;
      readonly module: string;
      readonly listed: string;
      readonly library: string;
      readonly lifted: string;
      readonly libraryLine: number;
      /** The version that both are brought to: the server's, else the higher one. */
      readonly version: string;
      /** go.sum lacks its hashes. */
      readonly isUnsummed: boolean;
    };

const REFUSED = 'Go will not build it ("updates to go.mod needed")';

export const untidyGoMod = defineFinding({
  title: 'go.mod contradicts itself: Go will not build with it',
  about: 'module',
  byCheck: true,
  settledBy: { compiling: 'settles', pinning: false, building: 'silent' },
  goSays: ['updates-needed'],
  words: (data: UntidyGoMod, { dir }) => {
    const { module, goMod } = data;
    switch (data.kind) {
      case 'required twice': {
        const { version, line, higher, higherLine } = data;
        return {
          module,
          expected: higher,
          actual: version,
          message: `${module} is required at ${version} and, in line ${higherLine}, at ${higher}: ${REFUSED}`,
          fix: `remove line ${line} of ${goMod}`,
        };
      }
      case 'replaced twice': {
        const { line, firstLine } = data;
        return {
          module,
          message: `line ${firstLine} already replaces ${module}, by something else: Go stops with "conflicting replacements"`,
          fix: `keep one of the lines ${firstLine} and ${line} of ${goMod}`,
        };
      }
      case 'excluded': {
        const { version, line, requireLine } = data;
        return {
          module,
          actual: version,
          message: `${module} ${version} is excluded here but required in line ${requireLine}: ${REFUSED}`,
          fix: `remove line ${line} of ${goMod}`,
        };
      }
      case 'missing folder': {
        const { folder, line } = data;
        return {
          module,
          actual: folder,
          message: `${module} is replaced by ${folder}, but there is no go.mod in that folder: Go will not build it`,
          fix: `put the module there, or correct the path in ${goMod}:${line}`,
        };
      }
      case 'library ahead': {
        const { listed, library, lifted, libraryLine, version, isUnsummed } = data;
        const files = [...(listed === version ? [] : [goMod]), ...(lifted === version ? [] : [library])];
        return {
          module,
          expected: version,
          actual: listed,
          message: `${library}:${libraryLine} requires ${module} ${lifted}, but go.mod lists ${listed}: ${REFUSED}`,
          fix: steps(
            ...files.map((file) => goModEdit(file, `-require=${module}@${version}`)),
            isUnsummed && goIn(dir, `mod download ${module}@${version}`),
          ),
        };
      }
    }
  },
});
