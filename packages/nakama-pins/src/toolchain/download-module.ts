import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { saveStream } from '../input/write-disk';
import { DownloadError } from '../module-proxy/download-error';
import type { GoSettings } from '../module-proxy/go-settings';
import { openModuleFile } from '../module-proxy/module-proxy';
import type { Web } from '../module-proxy/web';
import { unpackModuleZip } from './module-zip';

/** What downloads need. */
export interface DownloadOptions {
  readonly settings: GoSettings;
  readonly web: Web;
  readonly signal?: AbortSignal;
}

/** The source of a module version, unpacked. */
export interface DownloadedModule {
  /** Its files, absolute. */
  readonly folder: string;
  /** The hash of the source, as go.sum has it: `h1:…`. */
  readonly sum: string;
  /** The address of the zip. */
  readonly url: string;
}

/**
 * Downloads the zip of a module version from GOPROXY and unpacks it. Whoever believes it compares its sum.
 *
 * @param work an empty folder
 * @throws DownloadError if no proxy serves it, or the zip is damaged; the signal's reason if it was aborted
 */
export async function downloadModule(
  { path, version }: { readonly path: string; readonly version: string },
  work: string,
  { settings, web, signal }: DownloadOptions,
): Promise<DownloadedModule> {
  const zipFile = join(work, 'module.zip');
  const { body, url } = await openModuleFile({ path, version }, 'zip', settings, web);
  await saveStream(body, zipFile, { signal });
  const folder = join(work, 'module');
  await mkdir(folder);
  const prefix = `${path}@${version}/`;
  const sum = await unpackModuleZip({ zipFile, folder, prefix, signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new DownloadError(
      'damaged',
      `${url} is not the zip of ${path}@${version}: ${(error as Error).message}`,
      'set GOPROXY to another proxy, then run the command again',
      { cause: error },
    );
  });
  return { folder, sum, url };
}
