import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readBytesIfPossible } from '../input/read-disk';
import { tempFolder } from '../input/temp-folder';
import { writeFiles } from '../input/write-file';

/**
 * A coverage profile that go writes outside of the workspace: the workspace has a whole profile of this run, or none.
 *
 * @param absPath the file in the workspace
 * @param displayPath what messages call that
 * @throws InputError if it can't be written; what `run` throws
 */
export async function withCoverProfile<T>(
  { absPath, displayPath }: { readonly absPath: string; readonly displayPath: string },
  run: (profile: string) => Promise<T>,
): Promise<T> {
  rmSync(absPath, { force: true });
  const work = tempFolder('nakama-cover');
  try {
    const profile = join(work.path, 'profile');
    const result = await run(profile);
    const text = readBytesIfPossible(profile);
    // Of tests that were not compiled there is none.
    if (text !== undefined && text.length > 0) {
      mkdirSync(dirname(absPath), { recursive: true });
      writeFiles([{ absPath, displayPath, text }]);
    }
    return result;
  } finally {
    work.remove();
  }
}
