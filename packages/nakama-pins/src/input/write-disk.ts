import {
  chownSync,
  closeSync,
  copyFileSync,
  cpSync,
  createWriteStream,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  realpathSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

// The only module that writes files. What others see is written by writeFiles, on top of it.

/**
 * Writes a new file that is on the disk, all of it, when this returns.
 *
 * @param like whose permissions and owner it gets
 * @throws the error of the file system; a part of the file may be there then
 */
export function writeNew(path: string, bytes: Uint8Array, like?: Stats): void {
  const fd = openSync(path, 'wx', 0o666);
  try {
    writeAll(fd, bytes);
    if (like) keepOwner(fd, like);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/**
 * Adds to the end of a file that others add to as well, and that need not be there.
 *
 * @example
 * writeScratch('/home/ada/game/.nx/workspace-data/found.json.4711', '{}');
 * @throws the error of the file system, also of a disk that takes a part
 */
export function appendTo(path: string, text: string): void {
  const fd = openSync(path, 'a', 0o666);
  try {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
  } finally {
    closeSync(fd);
  }
}

/**
 * Writes a file in a folder of our own that is thrown away, or that is renamed when it is whole.
 *
 * @example
 * writeScratch('/home/ada/game/.nx/workspace-data/found.json.4711', '{}');
 * @throws the error of the file system, also of a disk that takes a part
 */
export function writeScratch(path: string, text: string | Uint8Array): void {
  const fd = openSync(path, 'w', 0o666);
  try {
    writeAll(fd, typeof text === 'string' ? Buffer.from(text) : text);
  } finally {
    closeSync(fd);
  }
}

/** A nearly full disk takes a part and says so only to who looks at the number. */
function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
  const { size } = fstatSync(fd);
  if (size !== bytes.length)
    throw Object.assign(new Error(`${size} of ${bytes.length} bytes were written`), { code: 'EIO' });
}

export interface SaveOptions {
  /** Of the new file; those of a text by default. */
  readonly mode?: number;
  readonly signal?: AbortSignal;
}

/**
 * Writes a new file from what comes piece by piece, in a folder of our own.
 *
 * @throws what the pieces throw; the error of the file system, EEXIST if there is such a file
 */
export async function saveStream(
  chunks: AsyncIterable<Uint8Array>,
  path: string,
  { mode, signal }: SaveOptions = {},
): Promise<void> {
  await pipeline(chunks, createWriteStream(path, { flags: 'wx', ...(mode !== undefined && { mode }) }), {
    signal,
  });
}

/** Opens a new file in a folder of our own, for writing; the caller closes it. */
export function openToWrite(path: string): Promise<FileHandle> {
  return open(path, 'wx');
}

/** The same file by another name, or a copy of it where there can be no link. */
export function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(realpathSync(from), to);
  } catch {
    copyFileSync(from, to);
  }
}

/** Copies a file, or a folder and all that is in it, into a folder of our own; links in it go on to lead within it. */
export function copyAll(from: string, to: string): void {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

/** Gives a folder of our own to another user, as root can. */
export function giveTo(path: string, { uid, gid }: { readonly uid: number; readonly gid: number }): void {
  chownSync(path, uid, gid);
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
