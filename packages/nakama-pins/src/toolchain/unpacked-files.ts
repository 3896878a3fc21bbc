import { createHash } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readBytesIfPossible } from '../input/read-disk';
import { replaceFile } from '../input/replace-file';
import type { FileFacts, Manifest } from '../module-cache/manifest';
import { userCache } from './user-cache';

/**
 * What is kept of folders and programs in caches: what was unpacked or built, and how the programs looked when they were
 * last read. It is no fault if it can't be kept: then they are read again.
 */
export class UnpackedFiles {
  /** @param cache the user's cache; undefined if there is none */
  constructor(private readonly cache: string | undefined) {}

  /** What was unpacked into a folder; undefined if that is not known. */
  manifest(of: string): Manifest | undefined {
    const kept = this.read<Record<string, FileFacts>>(of, 'files');
    return kept && new Map(Object.entries(kept));
  }

  keepManifest(of: string, manifest: Manifest): void {
    this.write(of, 'files', Object.fromEntries(manifest));
  }

  /** Whether the files still look as when they were last read: the same size, time and place on the disk. */
  looksUnchanged(of: string): boolean {
    const kept = this.read<Record<string, string>>(of, 'looks');
    if (kept === undefined) return false;
    return Object.entries(kept).every(([file, look]) => lookOf(join(of, file)) === look);
  }

  keepLooks(of: string, files: readonly string[]): void {
    this.write(of, 'looks', Object.fromEntries(files.map((file) => [file, lookOf(join(of, file))])));
  }

  private read<T>(of: string, what: string): T | undefined {
    try {
      return JSON.parse(readBytesIfPossible(this.fileOf(of, what))?.toString('utf8') ?? '') as T;
    } catch {
      return undefined;
    }
  }

  private write(of: string, what: string, value: unknown): void {
    try {
      const file = this.fileOf(of, what);
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      replaceFile(file, Buffer.from(JSON.stringify(value)));
    } catch {
      // The next run reads the files again.
    }
  }

  private fileOf(of: string, what: string): string {
    if (this.cache === undefined) throw new Error('there is no cache');
    const name = createHash('sha256').update(of).digest('hex').slice(0, 32);
    return join(this.cache, 'unpacked', `${name}.${what}.json`);
  }
}

/** What is kept in the cache of the user. */
export function unpackedFiles(env: NodeJS.ProcessEnv): UnpackedFiles {
  try {
    return new UnpackedFiles(userCache(env));
  } catch {
    return new UnpackedFiles(undefined);
  }
}

function lookOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stat ? `${stat.size} ${stat.mtimeNs} ${stat.ino} ${stat.mode & 0o111n}` : 'missing';
}
