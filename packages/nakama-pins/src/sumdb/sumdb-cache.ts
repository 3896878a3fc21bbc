import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withFileLock } from '../input/file-lock';
import { readBytesIfPossible } from '../input/read-disk';
import { replaceFile } from '../input/replace-file';

/** What is kept of the log between runs: the newest tree head, and tiles and records that were proved. */
export interface SumdbCache {
  read(file: string): Buffer | undefined;
  write(file: string, bytes: Buffer): void;
  /** Replaces the content of a file; no other process works on it meanwhile. */
  update(file: string, change: (before: Buffer | undefined) => Promise<Buffer>): Promise<void>;
}

/** Other versions of nakama-pins share the user's cache: those before 0.3 keep files without their hash in `sumdb`. */
const FOLDER = 'sumdb-2';

const LOCK = { staleMs: 15_000, waitMs: 60_000 };

/** The cache of a user. @param cache the user's folder for caches */
export function userSumdbCache(cache: string): SumdbCache {
  return sumdbCache(join(cache, FOLDER));
}

/**
 * A cache in a folder, which is created when it is first needed. What is damaged there is as if it were not there, and a
 * folder that can't be written keeps nothing.
 */
export function sumdbCache(folder: string): SumdbCache {
  const pathOf = (file: string): string => join(folder, ...file.split('/').map(fileName));
  const read = (file: string): Buffer | undefined => checked(readBytesIfPossible(pathOf(file)));
  const write = (file: string, bytes: Buffer): void => {
    if (makeFolderOf(pathOf(file))) replaceFile(pathOf(file), Buffer.concat([bytes, digest(bytes)]));
  };
  return {
    read,
    write,
    async update(file, change) {
      const work = async (): Promise<void> => write(file, await change(read(file)));
      await (makeFolderOf(pathOf(file)) ? withFileLock(pathOf(file), LOCK, work) : work());
    },
  };
}

/** @returns whether something can be written there */
function makeFolderOf(path: string): boolean {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    accessSync(dirname(path), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** A file ends in the hash of what is before it: the log would not say whether it or the disk is to blame. */
function digest(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function checked(bytes: Buffer | undefined): Buffer | undefined {
  const end = (bytes?.length ?? 0) - DIGEST_BYTES;
  if (bytes === undefined || end < 0) return undefined;
  const content = bytes.subarray(0, end);
  return digest(content).equals(bytes.subarray(end)) ? content : undefined;
}

const DIGEST_BYTES = 32;

/** Windows allows no `:` in names, which a host with a port has. */
function fileName(name: string): string {
  return name.replaceAll(':', '_');
}
