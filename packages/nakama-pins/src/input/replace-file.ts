import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { leftovers } from './leftovers';

/** What a file in the making is called: `go.mod.nakama-pins-4711-…`; the number is that of the process. */
const MARK = '.nakama-pins-';
const ENDING = /^-[\da-f-]+$/;

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
  for (const left of leftovers(`${target}${MARK}`, ENDING)) rmSync(left, { force: true });
  const beside = `${target}${MARK}${process.pid}-${randomUUID()}`;
  try {
    writeWhole(beside, bytes, old);
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function writeWhole(path: string, bytes: Uint8Array, old: Stats | undefined): void {
  const fd = openSync(path, 'wx', 0o666);
  try {
    // A nearly full disk takes a part and says so only to who looks at the number.
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
    if (old) keepOwner(fd, old);
    fsyncSync(fd);
    const { size } = fstatSync(fd);
    if (size !== bytes.length)
      throw Object.assign(new Error(`${size} of ${bytes.length} bytes were written`), { code: 'EIO' });
  } finally {
    closeSync(fd);
  }
}

/** Only root can give a file to another user. */
const NOT_ALLOWED: ReadonlySet<string | undefined> = new Set(['EPERM', 'ENOSYS', 'EINVAL']);

function keepOwner(fd: number, { mode, uid, gid }: Stats): void {
  fchmodSync(fd, mode);
  const now = fstatSync(fd);
  if (now.uid === uid && now.gid === gid) return;
  try {
    fchownSync(fd, uid, gid);
    // Changing the owner takes some permissions away.
    fchmodSync(fd, mode);
  } catch (error) {
    if (!NOT_ALLOWED.has((error as NodeJS.ErrnoException).code)) throw error;
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
