import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ModuleVersion } from '../go-module/module-files';
import { readBytesIfPossible } from '../input/read-disk';
import { type CachedModule, cachedModule } from './places';

/**
 * The module versions in go's cache that a text of go names: by a path in the cache, or as `path@version`.
 *
 * @param cache go's module cache
 */
export function modulesNamedIn(text: string, cache: string): CachedModule[] {
  const found = new Map<string, CachedModule>();
  for (const [, written = '', writtenVersion = ''] of [...text.matchAll(MENTION), ...text.matchAll(ZIP)]) {
    const version = unescaped(writtenVersion);
    const elements = unescaped(written.replaceAll('\\', '/')).split('/');
    // A path in the cache begins with those of the cache.
    for (let first = 0; first < elements.length; first++) {
      const module = cachedModule(cache, { path: elements.slice(first).join('/'), version });
      if (!isThere(module)) continue;
      found.set(module.folder, module);
      break;
    }
  }
  return [...found.values()];
}

const MENTION = /([^\s@"'`():;,]+)@(v\d[\w.+!-]*)/g;
const ZIP = /([^\s@"'`():;,]+)[/\\]@v[/\\](v\d[\w.+!-]*)\.zip/g;

/** The module versions in go's cache of which the source may be compiled in a folder, by its go.sum. */
export function modulesSummedIn(sumFiles: readonly string[], cache: string): CachedModule[] {
  const found = new Map<string, CachedModule>();
  for (const { path, version } of sumFiles.flatMap(sumsOf)) {
    const module = cachedModule(cache, { path, version });
    if (isThere(module)) found.set(module.folder, module);
  }
  return [...found.values()];
}

/** The go.sum files that a run of go may use: that of its folder, and that of its flag -modfile. */
export function sumFilesOf(cwd: string, args: readonly string[]): string[] {
  const modFile = args.find((arg) => arg.startsWith('-modfile='))?.slice('-modfile='.length);
  const own = join(cwd, 'go.sum');
  return modFile === undefined
    ? [own]
    : [own, join(dirname(modFile), 'go.sum'), modFile.replace(/\.mod$/, '.sum')];
}

function sumsOf(file: string): ModuleVersion[] {
  const text = readBytesIfPossible(file)?.toString('utf8') ?? '';
  const lines = text.matchAll(/^(\S+) (v[^\s/]+) h1:/gm);
  return Array.from(lines, ([, path = '', version = '']) => ({ path, version }));
}

function isThere({ folder, zip }: CachedModule): boolean {
  return existsSync(folder) || existsSync(zip);
}

/** `!` and a small letter stand for a capital one. */
function unescaped(path: string): string {
  return path.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
