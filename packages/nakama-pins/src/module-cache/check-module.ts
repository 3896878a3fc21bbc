import { existsSync } from 'node:fs';
import type { ModuleVersion } from '../go-module/module-files';
import { readBytesIfPossible } from '../input/read-disk';
import { hash1 } from './dir-hash';
import { damageIn, type Depth, type Manifest, manifestOfFolder } from './manifest';
import type { CachedModule } from './places';
import { manifestOfZip } from './zip-manifest';

/** What is wrong with a module version in go's cache. */
export interface ModuleDamage {
  readonly module: CachedModule;
  /** The file and how it is wrong: `bin/go is missing`. */
  readonly words: string;
  /** The zip is damaged, or there is none: it has to be downloaded again. */
  readonly isZipBad: boolean;
}

/**
 * What is damaged of a module version in go's cache: the files that go unpacked, or the zip that it would unpack. What is
 * not there at all is not damaged: go downloads it.
 *
 * @param sum the hash that it has to have, `h1:…`; that which go has kept beside the zip by default
 */
export async function moduleDamage(
  module: CachedModule,
  depth: Depth,
  sum = keptSum(module),
): Promise<ModuleDamage | undefined> {
  const isUnpacked = existsSync(module.folder);
  const zip = existsSync(module.zip) ? await ofZip(module) : undefined;
  const isZipBad = zip?.manifest === undefined;
  if (!isUnpacked)
    return zip?.fault === undefined
      ? undefined
      : { module, words: `its zip is damaged: ${zip.fault}`, isZipBad };
  // The whole check reads every byte, and the hash of go.sum is the stronger one.
  if (depth === 'contents' && sum !== undefined) {
    const found = sumOfFiles(module, manifestOfFolder(module.folder));
    if (found === sum) return undefined;
    const file = zip?.manifest && damageIn(module.folder, zip.manifest, depth);
    return {
      module,
      words: file ? `${file.file} ${file.is}` : `its files have the hash ${found} in place of ${sum}`,
      // Go would unpack the same again.
      isZipBad: isZipBad || file === undefined,
    };
  }
  const file = zip?.manifest && damageIn(module.folder, zip.manifest, depth);
  return file && { module, words: `${file.file} ${file.is}`, isZipBad };
}

/** The hash of go.sum over the files of a module version; the manifest has sha256 of each. */
export function sumOfFiles({ path, version = '' }: ModuleVersion, manifest: Manifest): string {
  const prefix = 'sha256:'.length;
  return hash1(
    new Map(Array.from(manifest, ([file, { hash }]) => [`${path}@${version}/${file}`, hash.slice(prefix)])),
  );
}

/** Go's own word for what it has unpacked; undefined if it is not there, or is damaged. */
export function keptSum({ zipHash }: CachedModule): string | undefined {
  const text = readBytesIfPossible(zipHash)?.toString('utf8').trim() ?? '';
  return /^h1:[\w+/]{43}=$/.test(text) ? text : undefined;
}

async function ofZip({
  zip,
  path,
  version,
}: CachedModule): Promise<{ readonly manifest?: Manifest; readonly fault?: string }> {
  try {
    return { manifest: await manifestOfZip(zip, `${path}@${version}/`) };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}
