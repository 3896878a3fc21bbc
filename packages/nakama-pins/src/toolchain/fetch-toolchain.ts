import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { withFileLock } from '../input/file-lock';
import { workFolder } from '../input/temp-folder';
import { copyAll, saveStream } from '../input/write-disk';
import { type FileFacts, sha256Hash } from '../module-cache/manifest';
import { DownloadError } from '../module-proxy/download-error';
import type { GoSettings } from '../module-proxy/go-settings';
import { openModuleFile } from '../module-proxy/module-proxy';
import type { Download, Web } from '../module-proxy/web';
import type { ChecksumDatabase } from '../sumdb/checksum-database';
import { isToolchainProgram } from './go-root';
import { removeRoot, rootDamage } from './go-root-damage';
import { unpackModuleZip } from './module-zip';
import { hostPlatform, pinnedToolchainSum, type ToolchainModule, toolchainModule } from './toolchain-module';
import { UnpackedFiles } from './unpacked-files';

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
  /** Told what is damaged of the one in the cache, which is then fetched anew. */
  readonly onDamage?: (folder: string, words: string) => void;
  /** Told which process fetches it, if that has to be waited for. */
  readonly onWait?: (holder: string) => void;
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
 * or not at all, and only one process at a time fetches it. One whose programs are damaged is fetched anew.
 *
 * @throws DownloadError if it can't be fetched, or is not what it has to be
 */
export async function fetchToolchain(options: FetchToolchainOptions): Promise<string> {
  const { version, cache, host = hostPlatform(), onDamage } = options;
  const module = toolchainModule(version, host);
  const folder = toolchainFolder(cache, module);
  const root = { version, folder, host };
  const kept = new UnpackedFiles(cache);
  if (existsSync(folder) && !(await rootDamage(root, 'programs', kept))) return folder;
  await mkdir(join(cache, 'toolchains'), { recursive: true, mode: 0o700 });
  await withFileLock(folder, { ...LOCK, onWait: options.onWait }, async () => {
    // The process that held the lock may have fetched it.
    const found = await rootDamage(root, 'programs', kept);
    if (found) {
      onDamage?.(folder, found.words);
      await removeRoot(root, found);
    }
    if (!existsSync(folder)) await fetchInto(folder, module, kept, options);
  });
  return folder;
}

async function fetchInto(
  folder: string,
  module: ToolchainModule,
  kept: UnpackedFiles,
  options: FetchToolchainOptions,
): Promise<void> {
  const { version, host = hostPlatform(), settings, web, database, signal, onProgress } = options;
  const temp = workFolder(folder);
  const work = temp.path;
  try {
    const zipFile = join(work, 'toolchain.zip');
    const download = await openModuleFile(module, 'zip', settings, web);
    await save(download, zipFile, options);
    const expected =
      pinnedToolchainSum(version, host) ?? (await database.lookup(module.path, module.version))?.zip;
    const root = join(work, 'go');
    const files = new Map<string, FileFacts>();
    await mkdir(root);
    const found = await unpackModuleZip({
      zipFile,
      folder: root,
      prefix: `${module.path}@${module.version}/`,
      signal,
      onFile: (name, bytes, sha256) => files.set(name, { bytes, hash: sha256Hash(sha256) }),
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
    kept.keepManifest(folder, files);
    kept.keepLooks(folder, [...files.keys()].filter(isToolchainProgram));
  } finally {
    temp.remove();
  }
}

async function save(
  { body, size, url }: Download,
  file: string,
  { signal, onProgress }: FetchToolchainOptions,
): Promise<void> {
  let done = 0;
  const counted = async function* (): AsyncIterable<Buffer> {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      done += chunk.length;
      if (done > MAX_ZIP_BYTES) {
        throw new DownloadError('damaged', `${url} is larger than any Go toolchain`, 'check GOPROXY');
      }
      onProgress?.({ step: 'download', done, total: size });
      yield chunk;
    }
  };
  await saveStream(counted(), file, { signal });
}

function damaged({ url }: Download, why: string, cause?: unknown): DownloadError {
  return new DownloadError(
    'damaged',
    `${url} is not the expected Go toolchain: ${why}`,
    'run the command again; if it fails again, something between this computer and GOPROXY changes downloads: set GOPROXY to another proxy',
    { cause },
  );
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
    if (entry.name === '_go.mod') copyAll(path, join(folder, 'go.mod'));
  }
}
