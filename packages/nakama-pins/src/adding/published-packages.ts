import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageFiles } from '../go-module/package-files';
import { readBytes } from '../input/read-disk';
import { DownloadError } from '../module-proxy/download-error';
import { packFiles, publishedFiles } from '../releases/published-files';
import type { ReleaseFile } from '../releases/release-file';
import type { Release } from '../releases/release-model';
import { MODULE_MAX_BYTES } from '../toolchain/module-zip';
import type { ModuleDownloads } from './downloads';

export interface PublishedPackages {
  readonly files: NonNullable<Release['publishedFiles']>;
  /** Module versions (`path version`) whose source can't be had: copies of them stay unknown. Why, of the first. */
  readonly unknown?: { readonly modules: readonly string[]; readonly why: string };
}

/**
 * What is compiled of a release's linked packages as published, of those that the catalog's list lacks: by it copies are
 * judged (vendor/, folders in a replace). Only source with the server's own hash counts.
 */
export async function publishedPackages(
  { modules, go }: ReleaseFile,
  downloads: Pick<ModuleDownloads, 'source'>,
): Promise<PublishedPackages> {
  const files: Record<string, Readonly<Record<string, string>>> = {};
  const unknown: string[] = [];
  let why: string | undefined;
  for (const module of modules) {
    const { path, version, linkedPackages, sums } = module;
    const lacking = linkedPackages.filter((name) => publishedFiles(module, name) === undefined);
    // Without a hash it is replaced: no published version is what the server compiles.
    if (lacking.length === 0 || sums?.zip === undefined) continue;
    try {
      const { folder, sum, url } = await downloads.source({ path, version });
      if (sum !== sums.zip) throw new DownloadError('damaged', `${url} has another hash`, '');
      const packed = lacking.flatMap((name) => {
        const suffix = name.slice(path.length);
        const dir = join(folder, suffix);
        return existsSync(dir) ? [[suffix, packedIn(dir, go)] as const] : [];
      });
      files[`${path}@${version}`] = Object.fromEntries(packed);
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      unknown.push(`${path} ${version}`);
      why ??= error.message;
    }
  }
  return { files, ...(why !== undefined && { unknown: { modules: unknown, why } }) };
}

function packedIn(folder: string, go: string): string {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
  return packFiles(
    packageFiles(names, (name) => readBytes(join(folder, name), name, { maxBytes: MODULE_MAX_BYTES })),
    [go],
  );
}
