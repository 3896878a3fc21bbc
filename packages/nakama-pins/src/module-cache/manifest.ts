import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { readBytesIfPossible } from '../input/read-disk';

/** What a file was when it was unpacked. */
export interface FileFacts {
  readonly bytes: number;
  /** `sha256:…` or `crc32:…`, in hex. */
  readonly hash: string;
}

/** All files of a folder that was unpacked, by their paths in it, with `/`. */
export type Manifest = ReadonlyMap<string, FileFacts>;

/** What of files is compared. */
export type Depth = 'sizes' | 'contents';

/** How a file is another than what was unpacked. */
export interface Damage {
  readonly file: string;
  /** What goes on after its name: `is missing`. */
  readonly is: string;
}

/**
 * The first file of a folder that is not as it was unpacked; undefined if all are. What go adds to a toolchain, go.mod
 * files beside `_go.mod`, is overlooked.
 *
 * @param only files that are looked at; all of them by default
 */
export function damageIn(
  folder: string,
  manifest: Manifest,
  depth: Depth,
  only: (file: string) => boolean = () => true,
): Damage | undefined {
  for (const [file, facts] of manifest) {
    if (!only(file)) continue;
    const is = faultOf(join(folder, file), facts, depth);
    if (is !== undefined) return { file, is };
  }
  if (depth === 'sizes') return undefined;
  const added = filesIn(folder).find((file) => only(file) && !manifest.has(file) && !isGoMod(file, manifest));
  return added === undefined ? undefined : { file: added, is: 'was not in what was downloaded' };
}

function faultOf(path: string, { bytes, hash }: FileFacts, depth: Depth): string | undefined {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return 'is missing';
    if (!stat.isFile()) return 'is no file';
    if (stat.size !== bytes) return `has ${stat.size} bytes in place of ${bytes}`;
    if (depth === 'sizes') return undefined;
    const content = readBytesIfPossible(path);
    if (content === undefined) return "can't be read";
    return hashLike(hash, content) === hash ? undefined : 'has another content';
  } catch (error) {
    return `can't be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`;
  }
}

/** The hash of bytes, by the same function. */
function hashLike(hash: string, bytes: Buffer): string {
  return hash.startsWith('crc32:') ? crc32Hash(crc32(bytes)) : sha256Hash(sha256(bytes));
}

/** As in a manifest. */
export function crc32Hash(value: number): string {
  return `crc32:${value.toString(16)}`;
}

/** As in a manifest. */
export function sha256Hash(hex: string): string {
  return `sha256:${hex}`;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isGoMod(file: string, files: { has(file: string): boolean }): boolean {
  return /(?:^|\/)go\.mod$/.test(file) && files.has(file.replace(/go\.mod$/, '_go.mod'));
}

/** All files in and below a folder, with `/`. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
}

/** What a file with these bytes is; one that can't be read is as an empty one. */
export function factsOf(bytes: Buffer = Buffer.alloc(0)): FileFacts {
  return { bytes: bytes.length, hash: sha256Hash(sha256(bytes)) };
}

/** The files of a folder as they are. */
export function manifestOfFolder(folder: string): Manifest {
  const files = new Set(filesIn(folder));
  const kept = [...files].filter((file) => !isGoMod(file, files));
  return new Map(
    kept.map((file) => {
      return [file, factsOf(readBytesIfPossible(join(folder, file)))];
    }),
  );
}
