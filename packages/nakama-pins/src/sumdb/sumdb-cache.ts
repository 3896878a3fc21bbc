import { mkdirSync } from 'node:fs';
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

const LOCK = { staleMs: 15_000, waitMs: 60_000 };

/** A cache in a folder, which is created when it is first needed. */
export function sumdbCache(folder: string): SumdbCache {
  const pathOf = (file: string): string => join(folder, ...file.split('/').map(fileName));
  const read = (file: string): Buffer | undefined => readBytesIfPossible(pathOf(file));
  const write = (file: string, bytes: Buffer): void => {
    mkdirSync(dirname(pathOf(file)), { recursive: true });
    replaceFile(pathOf(file), bytes);
  };
  return {
    read,
    write,
    async update(file, change) {
      mkdirSync(dirname(pathOf(file)), { recursive: true });
      await withFileLock(pathOf(file), LOCK, async () => write(file, await change(read(file))));
    },
  };
}

/** Windows allows no `:` in names, which a host with a port has. */
function fileName(name: string): string {
  return name.replaceAll(':', '_');
}
