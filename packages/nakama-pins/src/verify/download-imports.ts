import { createWriteStream, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ListedImport, ModuleImports } from '../go-module/import-list';
import { orUndefined } from '../input/problem';
import { DownloadError } from '../module-proxy/download-error';
import type { GoSettings } from '../module-proxy/go-settings';
import { openModuleFile } from '../module-proxy/module-proxy';
import type { Web } from '../module-proxy/web';
import { unpackModuleZip } from '../toolchain/module-zip';
import { importsIn } from './foreign-packages';

/** The version of a module that is read. */
export interface DownloadedModule {
  readonly path: string;
  readonly version: string;
}

/** What a module version's packages import, and the address of the zip that says so. */
export interface DownloadedImports {
  readonly imports: ModuleImports;
  readonly url: string;
}

/** What downloads need. */
export interface DownloadOptions {
  readonly settings: GoSettings;
  readonly web: Web;
  readonly signal?: AbortSignal;
}

/**
 * Downloads the zip of a module version from GOPROXY and reads what its packages import. A package of which a file is
 * not Go is left out. Whoever believes the list compares its sum with go.sum.
 *
 * @throws DownloadError if no proxy serves it, or the zip is damaged; the signal's reason if it was aborted
 */
export async function downloadImports(
  { path, version }: DownloadedModule,
  { settings, web, signal }: DownloadOptions,
): Promise<DownloadedImports> {
  const work = await mkdtemp(join(tmpdir(), 'nakama-imports-'));
  try {
    const zipFile = join(work, 'module.zip');
    const download = await openModuleFile({ path, version }, 'zip', settings, web);
    await pipeline(download.body, createWriteStream(zipFile), { signal });
    const folder = join(work, 'module');
    await mkdir(folder);
    const prefix = `${path}@${version}/`;
    const sum = await unpackModuleZip({ zipFile, folder, prefix, signal }).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw new DownloadError(
        'damaged',
        `${download.url} is not the zip of ${path}@${version}: ${(error as Error).message}`,
        'set GOPROXY to another proxy, then run the command again',
        { cause: error },
      );
    });
    const packages = Object.fromEntries(packagesIn(folder));
    return { imports: { path, version, sum, packages }, url: download.url };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The packages in a folder and those below it, by folder; `.` for the folder itself. */
function* packagesIn(root: string, sub = '.'): Iterable<[string, ListedImport[]]> {
  const entries = readdirSync(join(root, sub), { withFileTypes: true });
  if (entries.some((entry) => entry.isFile() && /(?<!_test)\.go$/.test(entry.name))) {
    const imports = orUndefined(() => importsIn(join(root, sub)));
    if (imports) yield [sub, imports];
  }
  for (const { name } of entries.filter((entry) => entry.isDirectory())) {
    if (/^[_.]/.test(name) || name === 'testdata') continue;
    yield* packagesIn(root, sub === '.' ? name : `${sub}/${name}`);
  }
}
