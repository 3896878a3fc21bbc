import { createWriteStream, existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { withFileLock } from '../input/file-lock';
import { DownloadError } from '../module-proxy/download-error';
import type { GoSettings } from '../module-proxy/go-settings';
import { openModuleFile } from '../module-proxy/module-proxy';
import type { Download, Web } from '../module-proxy/web';
import type { ChecksumDatabase } from '../sumdb/checksum-database';
import { unpackModuleZip } from './module-zip';
import { hostPlatform, pinnedToolchainSum, type ToolchainModule, toolchainModule } from './toolchain-module';

/** Progress of fetching. */
export interface FetchProgress {
  readonly step: 'download' | 'unpack';
  /** Bytes while downloading, files while unpacking. */
  readonly done: number;
  /** Undefined if the server does not say. */
  readonly total: number | undefined;
}

export interface FetchToolchainOptions {
  /** The exact Go: `1.26.5`. */
  readonly version: string;
  /** The user's cache; toolchains are in its folder `toolchains/`. */
  readonly cache: string;
  readonly settings: GoSettings;
  readonly web: Web;
  readonly database: ChecksumDatabase;
  /** The platform that it runs on, as Go names it; that of this computer by default. */
  readonly host?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FetchProgress) => void;
}

/** A download takes minutes; if its process died, another takes over. */
const LOCK = { staleMs: 30_000, waitMs: 20 * 60 * 1000 };

/** A larger zip can't be a toolchain: that of Go 1.26 has 72 MB. */
const MAX_ZIP_BYTES = 500 * 1024 * 1024;

/** The folder of a version in the cache, which need not exist. */
export function toolchainFolder(cache: string, { version }: ToolchainModule): string {
  return join(cache, 'toolchains', version);
}

/**
 * The folder (GOROOT) of an exact Go in the user's cache: fetched from the module proxies if it is not there,
 * and used only if its hash is the one in the catalog or in the signed log of the checksum database. It is written whole
 * or not at all, and only one process at a time fetches it.
 *
 * @throws DownloadError if it can't be fetched, or is not what it has to be
 */
export async function fetchToolchain(options: FetchToolchainOptions): Promise<string> {
  const { version, cache, host = hostPlatform() } = options;
  const module = toolchainModule(version, host);
  const folder = toolchainFolder(cache, module);
  if (existsSync(folder)) return folder;
  await mkdir(join(cache, 'toolchains'), { recursive: true, mode: 0o700 });
  await withFileLock(folder, LOCK, async () => {
    // The process that held the lock may have fetched it.
    if (!existsSync(folder)) await fetchInto(folder, module, options);
  });
  return folder;
}

async function fetchInto(
  folder: string,
  module: ToolchainModule,
  options: FetchToolchainOptions,
): Promise<void> {
  const { version, host = hostPlatform(), settings, web, database, signal, onProgress } = options;
  await removeLeftovers(folder);
  const work = await mkdtemp(`${folder}.tmp-`);
  try {
    const zipFile = join(work, 'toolchain.zip');
    const download = await openModuleFile(module, 'zip', settings, web);
    await save(download, zipFile, options);
    const expected =
      pinnedToolchainSum(version, host) ?? (await database.lookup(module.path, module.version))?.zip;
    const root = join(work, 'go');
    await mkdir(root);
    const found = await unpackModuleZip({
      zipFile,
      folder: root,
      prefix: `${module.path}@${module.version}/`,
      signal,
      onProgress: (done, total) => onProgress?.({ step: 'unpack', done, total }),
    }).catch((error: unknown) => {
      if (signal?.aborted) throw signal.reason;
      throw damaged(download, (error as Error).message, error);
    });
    if (found !== expected) {
      throw damaged(download, `it has the hash ${found}, ${module.path}@${module.version} has ${expected}`);
    }
    await makeRunnable(root);
    await rename(root, folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function save(
  { body, size, url }: Download,
  file: string,
  { signal, onProgress }: FetchToolchainOptions,
): Promise<void> {
  let done = 0;
  await pipeline(
    body,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        done += chunk.length;
        if (done > MAX_ZIP_BYTES) {
          throw new DownloadError('damaged', `${url} is larger than any Go toolchain`, 'check GOPROXY');
        }
        onProgress?.({ step: 'download', done, total: size });
        yield chunk;
      }
    },
    createWriteStream(file),
    { signal },
  );
}

function damaged({ url }: Download, why: string, cause?: unknown): DownloadError {
  return new DownloadError(
    'damaged',
    `${url} is not the expected Go toolchain: ${why}`,
    'run the command again; if it fails again, something between this computer and GOPROXY changes downloads: set GOPROXY to another proxy',
    { cause },
  );
}

/** The remains of processes that were killed while they fetched this version; the lock excludes running ones. */
async function removeLeftovers(folder: string): Promise<void> {
  const parent = join(folder, '..');
  const prefix = `${folder.slice(parent.length + 1)}.tmp-`;
  for (const name of await readdir(parent)) {
    if (name.startsWith(prefix)) await rm(join(parent, name), { recursive: true, force: true });
  }
}

/**
 * Restores what a module zip can't hold, as cmd/go does (internal/toolchain/select.go, Exec): files that may be
 * executed, and go.mod files below the root, which are named `_go.mod` in it.
 */
async function makeRunnable(root: string): Promise<void> {
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const folder = entry.parentPath;
    const path = join(folder, entry.name);
    if (!entry.isFile()) continue;
    const within = folder.slice(root.length + 1).replaceAll('\\', '/');
    const isProgram =
      /^(?:bin|pkg\/tool)(?:\/|$)/.test(within) ||
      (/^lib(?:\/|$)/.test(within) && /^go_.+_.+_exec$/.test(entry.name));
    if (isProgram) await chmod(path, 0o755);
    if (entry.name === '_go.mod') await copyFile(path, join(folder, 'go.mod'));
  }
}
