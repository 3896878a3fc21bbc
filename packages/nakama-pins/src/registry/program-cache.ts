import { createHash } from 'node:crypto';
import { mkdir, rename, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { withFileLock } from '../input/file-lock';
import { openToRead, readBytesIfPossible } from '../input/read-disk';
import { workFolder } from '../input/temp-folder';
import { writeScratch } from '../input/write-disk';
import { digestFrom, isDigest } from './digest';
import type { FoundProgram } from './find-in-layers';
import { isObject } from './manifest';
import { prunePrograms } from './prune-programs';
import { removeFolder } from './work-folder';

/** A download takes minutes; if its process died, another takes over. */
const LOCK = { staleMs: 30_000, waitMs: 20 * 60 * 1000 };

/**
 * A program that was found in an image, from the user's cache, or found and kept there: it is written whole or not at
 * all, and only one process at a time looks for it. What was not used for long gives way (`prunePrograms`).
 *
 * @param folder that of images in the cache
 * @param manifest the digest of the manifest, which says all that decides about the program
 * @param wanted what else decides about what is found: where the user says that the program is, what is read besides
 * @param find finds it, and may write into the folder that it gets
 */
export async function keptProgram(
  folder: string,
  manifest: string,
  wanted: readonly unknown[],
  find: (work: string) => Promise<FoundProgram>,
): Promise<FoundProgram> {
  const programs = join(folder, 'programs');
  await mkdir(programs, { recursive: true, mode: 0o700 });
  const key = createHash('sha256').update(JSON.stringify([manifest, wanted]));
  const kept = join(programs, key.digest('hex'));
  const known = await readKept(kept);
  if (known) return known;
  const found = await withFileLock(kept, LOCK, async () => {
    // The process that held the lock may have found it.
    const other = await readKept(kept);
    if (other) return other;
    await removeFolder(kept);
    const temp = workFolder(kept);
    const work = temp.path;
    try {
      const found = await find(work);
      const whole = join(work, 'kept');
      await mkdir(whole);
      await rename(found.file, join(whole, PROGRAM));
      const { path, layer, digest, osRelease } = found;
      const about = { path, layer, digest, ...(osRelease !== undefined && { osRelease }) };
      writeScratch(join(whole, ABOUT), JSON.stringify(about));
      await rename(whole, kept);
      return { ...about, file: join(kept, PROGRAM) };
    } finally {
      temp.remove();
    }
  });
  // A full cache is no reason to fail.
  await prunePrograms(programs).catch(() => undefined);
  return found;
}

const PROGRAM = 'nakama';
const ABOUT = 'program.json';

async function readKept(folder: string): Promise<FoundProgram | undefined> {
  try {
    const json: unknown = JSON.parse(readBytesIfPossible(join(folder, ABOUT))?.toString('utf8') ?? '');
    const { path, layer, digest, osRelease } = isObject(json) ? json : {};
    if (typeof path !== 'string' || !isDigest(layer) || !isDigest(digest)) return undefined;
    const file = join(folder, PROGRAM);
    await utimes(folder, new Date(), new Date());
    // A disk can fail, and a person can edit.
    if ((await digestOfFile(file)) !== digest) return undefined;
    // It may have given way while it was read.
    await stat(file);
    return { path, layer, digest, file, ...(typeof osRelease === 'string' && { osRelease }) };
  } catch {
    return undefined;
  }
}

/** sha256 of a file. */
async function digestOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  const handle = await openToRead(file);
  try {
    // One piece of memory for all reads.
    const buffer = Buffer.allocUnsafe(256 * 1024);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return digestFrom(hash, 'sha256:');
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}
