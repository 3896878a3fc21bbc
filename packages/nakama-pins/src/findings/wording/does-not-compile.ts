import { posix } from 'node:path';
import { defineFinding, STAYS } from '../define-finding';
import { inFolder } from './go-command';

/** What go says of code that it does not compile. */
export interface DoesNotCompile {
  readonly go: string;
  /** At most four lines; places in them are from the module's folder. */
  readonly said: readonly string[];
  readonly fix: string;
}

export const doesNotCompile = defineFinding({
  title: "The server's Go does not compile the plugin",
  about: 'file',
  byCheck: false,
  settledBy: STAYS,
  words: ({ go, said, fix }: DoesNotCompile, { dir }) => {
    const lines = said.map((line) => line.replace(PLACE, (_, path: string) => posix.join(dir, path)));
    const from = lines.length === 1 ? ' ' : '\n  ';
    return { message: `Go ${go} does not compile it:${from}${lines.join('\n  ')}`, fix: inFolder(fix, dir) };
  },
});

/** A file of the workspace, by its path from the module's folder; those of Go's module cache have a version in it. */
const PLACE = /^(?![^:]*@)([^\s:/][^\s:]*\.(?:go|mod|sum|c|h))(?=:\d+)/;
