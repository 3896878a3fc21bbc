import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { withFileLock } from '../input/file-lock';
import { takeAway } from '../module-cache/take-away';
import type { GoRoot } from './go-root';
import { removeRoot, rootDamage, type RootDepth } from './go-root-damage';
import { lockFolder } from './lock-folder';
import { unpackedFiles } from './unpacked-files';

/** Another process that takes something away needs seconds. */
const LOCK = { staleMs: 10_000, waitMs: 10 * 60 * 1000 };

/** What go says of a zip that it can't unpack. */
export const ZIP_FAULT = /zip: (?:not a valid|checksum|unsupported)|flate: corrupt|unexpected EOF/;

export interface Mending {
  readonly env: NodeJS.ProcessEnv;
  /** Told what is damaged, as one line. */
  readonly say: (text: string) => void;
}

/**
 * Takes a damaged toolchain out of its cache, so that it is fetched again.
 *
 * @returns what was damaged, if anything was
 * @throws InputError if this user may not write in go's cache
 */
export async function mendRoot(
  root: GoRoot,
  depth: RootDepth,
  { env, say }: Mending,
): Promise<string | undefined> {
  const kept = unpackedFiles(env);
  const found = await rootDamage(root, depth, kept);
  if (!found) return undefined;
  await locked(root.folder, env, async () => {
    // Who held the lock may have mended it.
    const damage = await rootDamage(root, depth, kept);
    if (!damage) return;
    await removeRoot(root, damage);
    say(anew(root.folder, damage.words));
  });
  return found.words;
}

/**
 * Takes the zip of a toolchain out of go's cache, if go says that it can't unpack it.
 *
 * @param stderr what go said
 * @returns whether it was damaged
 * @throws InputError if this user may not write there
 */
export async function mendZip({ module }: GoRoot, stderr: string, { env, say }: Mending): Promise<boolean> {
  if (!module || !ZIP_FAULT.test(stderr)) return false;
  await locked(module.folder, env, () => {
    takeAway({ module, words: 'its zip is damaged', isZipBad: true });
    say(anew(module.zip, 'it is no zip'));
    return Promise.resolve();
  });
  return true;
}

/** Says that something in a cache is damaged. */
export function anew(path: string, words: string): string {
  return `damaged in the cache, and fetched anew: ${path} (${words})`;
}

/** Keeps other runs of this user away while something is taken out of a cache. */
export function locked<T>(path: string, env: NodeJS.ProcessEnv, work: () => Promise<T>): Promise<T> {
  const lockPath = join(lockFolder(env), createHash('sha256').update(path).digest('hex'));
  return withFileLock(path, { ...LOCK, lockPath }, work);
}
