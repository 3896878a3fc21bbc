import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * What processes left in a folder that were killed: the paths that begin so, go on with the number of a process that runs no
 * more, and end in a form of their own.
 *
 * @param beginning of the paths, absolute: `/tmp/nakama-build-`
 * @param ending what follows the number
 */
export function leftovers(beginning: string, ending: RegExp): string[] {
  const folder = dirname(beginning);
  const prefix = basename(beginning);
  return namesIn(folder).flatMap((name) => {
    const [, pid, rest = ''] =
      /^(\d+)(.*)$/.exec(name.startsWith(prefix) ? name.slice(prefix.length) : '') ?? [];
    return pid !== undefined && ending.test(rest) && !isAlive(Number(pid)) ? [join(folder, name)] : [];
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // That the folder is not there, or may not be read, is said where something is made in it.
    return [];
  }
}

/** Whether a process runs, ours or another user's. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
