import { realpathSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { InputError, type Problem } from '../input/problem';
import { type Folders, isInside } from './folders';

/**
 * Refuses to write outside the workspace: where a `replace` leads out of it, or a link does.
 *
 * @param files relative to the root, with `/` separators; they need not be there
 * @param command what has an option for it, with its arguments: `pin plugins/arena`; undefined if nothing has
 * @throws InputError that names each file that would be outside, and where it is
 */
export function refuseOutside(
  files: readonly string[],
  folders: Pick<Folders, 'root' | 'absolute'>,
  command?: string,
): void {
  const border = realPathOf(folders.root);
  const problems = files.flatMap((file): Problem[] => {
    const real = realPathOf(folders.absolute(file));
    if (isInside(relative(border, real).split(sep).join('/'))) return [];
    return [
      {
        file,
        message: 'this file would be written, and it is outside the workspace',
        expected: 'a file in the workspace',
        found: real.split(sep).join('/'),
        fix: command
          ? `move it into the workspace; or, if it is yours to change: npx nakama-pins ${command} --allow-outside`
          : 'move it into the workspace',
      },
    ];
  });
  if (problems.length > 0) throw new InputError(problems);
}

/** Where links lead, also of a file that is not there yet. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(realPathOf(above), basename(path));
  }
}
