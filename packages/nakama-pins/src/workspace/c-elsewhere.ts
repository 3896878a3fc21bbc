import { createHash, type Hash } from 'node:crypto';
import { posix } from 'node:path';
import { readGoHeader } from '../go-module/go-header';
import { distinct } from '../input/distinct';
import { readInto, withFile } from '../input/read-disk';
import type { PluginFacts } from './facts';
import { type Folders, under } from './folders';
import { packageFolders } from './package-folders';
import { isScanned, scanSource } from './scan-source';
import { isUncompiled } from './uncompiled-beside';

/** A file that go is to find in a folder, and is not there. */
export interface AddedFile {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
}

const NAME = 'zz_nakama_pins_c_elsewhere.go';

/** More of a folder than anybody includes or links: what is beyond it is not looked at. */
const MAX_FILES = 10_000;

/**
 * Go knows a package by the files of its own folder, so its build cache gives back what was compiled with an old header of
 * another one (https://pkg.go.dev/cmd/go#hdr-Build_and_test_caching). Each package
 * that names C files or folders elsewhere gets a Go file with nothing but their hash.
 */
export function cElsewhere(
  folders: Folders,
  { dir, localModules }: Pick<PluginFacts, 'dir' | 'localModules'>,
): AddedFile[] {
  return distinct([dir, ...localModules.map((module) => module.dir)]).flatMap((module) =>
    ['.', ...packageFolders(folders, module)].flatMap((sub) => addedTo(folders, under(module, sub)) ?? []),
  );
}

function addedTo(folders: Folders, folder: string): AddedFile | undefined {
  const names = (folders.list(folder)?.files ?? []).filter((name) => isScanned(name) && !isUncompiled(name));
  const packageName = packageWithC(folders, folder, names);
  if (packageName === undefined) return undefined;
  const reads = new Set<string>();
  for (const name of names) follow(folders, under(folder, name), reads);
  const elsewhere = [...reads].filter((path) => posix.dirname(path) !== folder || !isFile(folders, path));
  if (elsewhere.length === 0) return undefined;
  const hash = createHash('sha256');
  for (const path of elsewhere.sort()) addHash(folders, path, hash, { left: MAX_FILES });
  return {
    file: folders.absolute(under(folder, NAME)),
    text: `package ${packageName}\n\n// ${hash.digest('hex')}\n`,
  };
}

/** The name of the package, if one of its files imports "C". */
function packageWithC(folders: Folders, folder: string, names: readonly string[]): string | undefined {
  for (const name of names) {
    if (!name.endsWith('.go')) continue;
    const file = under(folder, name);
    try {
      const { packageName, imports } = readGoHeader(folders.absolute(file), file);
      if (imports.some(({ path }) => path === 'C')) return packageName;
    } catch {
      // Go says what is wrong with it.
    }
  }
  return undefined;
}

/** What a file names, and what is named there. */
function follow(folders: Folders, file: string, reads: Set<string>): void {
  const scan = scanSource(folders.absolute(file), file);
  if ('skipped' in scan) return;
  for (const path of scan.reads ?? []) {
    const read = posix.join(posix.dirname(file), path);
    if (reads.has(read)) continue;
    reads.add(read);
    if (isScanned(read) && isFile(folders, read)) follow(folders, read, reads);
  }
}

function isFile(folders: Folders, path: string): boolean {
  return folders.has(posix.dirname(path), posix.basename(path));
}

/** A file counts by its bytes, a folder by all that is in and below it. */
function addHash(folders: Folders, path: string, hash: Hash, budget: { left: number }): void {
  if (budget.left-- <= 0) return;
  if (isFile(folders, path)) {
    hash.update(`${path}\0`);
    addBytes(folders.absolute(path), path, hash);
    return;
  }
  const { files = [], folders: below = [] } = folders.list(path) ?? {};
  for (const name of [...files, ...below]) addHash(folders, posix.join(path, name), hash, budget);
}

const CHUNK_BYTES = 64 * 1024;

function addBytes(absPath: string, path: string, hash: Hash): void {
  try {
    withFile(absPath, path, (fd) => {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      for (let read = readInto(fd, chunk); read > 0; read = readInto(fd, chunk)) {
        hash.update(chunk.subarray(0, read));
      }
    });
  } catch {
    // The C compiler says what is wrong with it, if it reads it at all.
  }
}
