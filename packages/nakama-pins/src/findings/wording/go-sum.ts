import { defineFinding } from '../define-finding';
import { goIn, pinCommand } from './go-command';

/** What go.sum lacks, or has otherwise, of a module that is compiled. */
export type GoSumFault =
  | { readonly kind: 'no file' }
  | {
      readonly kind: 'no line';
      readonly goSum: string;
      readonly module: string;
      readonly version: string;
      /** The line of go.mod's hash, not of the source's. */
      readonly goModOnly: boolean;
      /** Undefined if the release does not tell it. */
      readonly hash: string | undefined;
      /** The server has another version: another finding asks for that one in its place. */
      readonly instead: string | undefined;
    }
  | {
      readonly kind: 'other hash';
      readonly module: string;
      readonly version: string;
      readonly release: string;
      readonly hash: string;
      readonly found: string;
    }
  /** What was downloaded is not what go.sum names. */
  | {
      readonly kind: 'other source';
      readonly module: string;
      readonly version: string;
      readonly url: string;
      readonly hash: string;
      readonly found: string;
    };

export const goSum = defineFinding({
  title: 'go.sum lacks the hash of a module, or has another',
  about: 'file',
  byCheck: true,
  settledBy: { compiling: 'settles', pinning: true, building: 'silent' },
  goSays: ['missing-sum', 'other-sum'],
  words: (data: GoSumFault, { dir }) => {
    switch (data.kind) {
      case 'no file':
        return {
          message: 'there is no go.sum: Go will not build the plugin ("missing go.sum entry")',
          fix: `${pinCommand(dir)}, then commit go.sum`,
        };
      case 'no line': {
        const { goSum: file, module, version, goModOnly, hash, instead } = data;
        const name = `${module} ${version}${goModOnly ? '/go.mod' : ''}`;
        return {
          module,
          expected: hash && `${name} ${hash}`,
          message: `${file} has no line for ${name}: Go will not build the plugin ("missing go.sum entry")${instead ? `; Nakama has ${instead} in its place` : ''}`,
          fix: instead
            ? pinCommand(dir)
            : hash
              ? `add to ${file}: ${name} ${hash}`
              : goIn(dir, `mod download ${module}@${version}`),
        };
      }
      case 'other hash': {
        const { module, version, release, hash, found } = data;
        return {
          module,
          expected: hash,
          actual: found,
          message: `the hash of ${module} ${version} is not the one that Nakama ${release} was built with: the source differs`,
          fix: `remove the line, then ${goIn(dir, `mod download ${module}@${version}`)}`,
        };
      }
      case 'other source': {
        const { module, version, url, hash, found } = data;
        return {
          module,
          expected: hash,
          actual: found,
          message: `${url} is not the source of ${module} ${version} that go.sum names: Go will not build the plugin from it ("checksum mismatch")`,
          fix: `set GOPROXY to a proxy that serves the source; if the line is what is wrong, remove it, then ${goIn(dir, `mod download ${module}@${version}`)}`,
        };
      }
    }
  },
});
