import { randomUUID } from 'node:crypto';
import { realpathSync, renameSync, rmSync, type Stats, statSync } from 'node:fs';
import { leftovers } from './leftovers';
import { writeNew } from './write-disk';

/** What a file in the making is called: `go.mod.nakama-pins-4711-…`; the number is that of the process. */
const MARK = '.nakama-pins-';
const ENDING = /^-[\da-f-]+$/;

/** What the system has no code for: there is a device, a pipe or a socket with the name of the file. */
export const NO_FILE = 'ENOFILE';

/**
 * Replaces the content of a file, or makes it: old or new, never half, also after a crash of the computer. The new bytes
 * are on the disk, all of them, before the file has them. Permissions and owner stay; a link stays a link.
 *
 * @throws the error of the file system; the old file is there then, and nothing else is
 */
export function replaceFile(path: string, bytes: Uint8Array): void {
  const target = realPath(path);
  const old = statIfExists(target);
  if (old?.isDirectory()) throw Object.assign(new Error(`${path} is a folder`), { code: 'EISDIR' });
  // A rename would put a file in place of /dev/null, for everybody.
  if (old && !old.isFile()) throw Object.assign(new Error(`${path} is no regular file`), { code: NO_FILE });
  for (const left of leftovers(`${target}${MARK}`, ENDING)) rmSync(left, { force: true });
  const beside = `${target}${MARK}${process.pid}-${randomUUID()}`;
  try {
    writeNew(beside, bytes, old);
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function statIfExists(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}
