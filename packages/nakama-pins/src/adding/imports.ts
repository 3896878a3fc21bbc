import type { BuildTarget } from '../go-module/build-target';
import { importsFor, type ListedImport } from '../go-module/import-list';
import { DownloadError } from '../module-proxy/download-error';
import type { ReleaseFileModule } from '../releases/release-file';
import { shippedImports } from '../releases/shipped-imports';
import type { ModuleDownloads } from './downloads';

/** A module whose packages are asked for. Source with another hash than the server's does not count. */
export type WantedModule = Pick<ReleaseFileModule, 'path' | 'version' | 'sums'>;

/**
 * What a package of a module imports outside the standard library, by the module's published source.
 *
 * @returns undefined if the source can't be had, is not the server's, or has no such package
 */
export async function publishedImports(
  packagePath: string,
  { path, version, sums }: WantedModule,
  targets: readonly BuildTarget[],
  downloads: ModuleDownloads,
): Promise<readonly string[] | undefined> {
  const sum = sums?.zip;
  if (sum === undefined) return undefined;
  const folder = packagePath.slice(path.length + 1) || '.';
  const shipped = shippedImports(path, version);
  const listed: readonly ListedImport[] | undefined =
    shipped?.sum === sum && Object.hasOwn(shipped.packages, folder)
      ? shipped.packages[folder]
      : await downloaded(folder, { path, version, sum }, downloads);
  return listed && importsFor(listed, targets).sort();
}

async function downloaded(
  folder: string,
  { path, version, sum }: { readonly path: string; readonly version: string; readonly sum: string },
  downloads: ModuleDownloads,
): Promise<readonly ListedImport[] | undefined> {
  try {
    const list = await downloads.imports({ path, version });
    return list.sum === sum && Object.hasOwn(list.packages, folder) ? list.packages[folder] : undefined;
  } catch (error) {
    if (error instanceof DownloadError) return undefined;
    throw error;
  }
}
