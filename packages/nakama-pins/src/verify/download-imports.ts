import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ListedImport, ModuleImports } from '../go-module/import-list';
import type { ModuleVersion } from '../go-module/module-files';
import { orUndefined } from '../input/problem';
import { tempFolder } from '../input/temp-folder';
import { downloadModule, type DownloadOptions } from '../toolchain/download-module';
import { importsIn } from './foreign-packages';

/** What a module version's packages import, and the address of the zip that says so. */
export interface DownloadedImports {
  readonly imports: ModuleImports;
  readonly url: string;
}

/**
 * Downloads the zip of a module version from GOPROXY and reads what its packages import. Whoever believes the list
 * compares its sum with go.sum.
 *
 * @throws DownloadError if no proxy serves it, or the zip is damaged; the signal's reason if it was aborted
 */
export async function downloadImports(
  { path, version }: Required<ModuleVersion>,
  options: DownloadOptions,
): Promise<DownloadedImports> {
  const work = tempFolder('nakama-imports');
  try {
    const { folder, sum, url } = await downloadModule({ path, version }, work.path, options);
    return { imports: { path, version, sum, packages: importsInModule(folder) }, url };
  } finally {
    work.remove();
  }
}

/** What the packages of an unpacked module import. A package of which a file is not Go is left out. */
export function importsInModule(folder: string): ModuleImports['packages'] {
  return Object.fromEntries(packagesIn(folder));
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
