import { existsSync, renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { keptSum, sumOfFiles } from '../module-cache/check-module';
import { type Damage, damageIn, type Depth, type Manifest, manifestOfFolder } from '../module-cache/manifest';
import { takeAway } from '../module-cache/take-away';
import { manifestOfZip } from '../module-cache/zip-manifest';
import { type GoRoot, isToolchainProgram } from './go-root';
import { hostPlatform, pinnedToolchainSum, toolchainModule } from './toolchain-module';
import type { UnpackedFiles } from './unpacked-files';

/** `programs`: those that are run, quickly if they look as before. Else all files. */
export type RootDepth = 'programs' | Depth;

/** What is damaged of a toolchain: `bin/go is missing`. */
export interface RootDamage {
  readonly words: string;
  /** Go would unpack the same again. */
  readonly isZipBad: boolean;
}

/**
 * What is damaged of a toolchain that was downloaded; undefined if nothing is, or it is not there. What was unpacked is
 * known from when we did it, else from the zip that go keeps, else from the hash of the catalog or of go's cache.
 */
export async function rootDamage(
  root: GoRoot,
  depth: RootDepth,
  kept: UnpackedFiles,
): Promise<RootDamage | undefined> {
  const { folder, version, host = hostPlatform() } = root;
  if (!existsSync(folder)) return undefined;
  if (depth === 'programs' && kept.looksUnchanged(folder)) return undefined;
  const known = kept.manifest(folder) ?? (await ofZip(root));
  const sum = pinnedToolchainSum(version, host) ?? (root.module && keptSum(root.module));
  if (known && (depth !== 'contents' || sum === undefined)) {
    const scope = depth === 'programs' ? 'contents' : depth;
    const damage = damageIn(folder, known, scope, depth === 'programs' ? isToolchainProgram : undefined);
    if (damage) return inWords(damage);
    if (depth === 'programs') keep(kept, folder, known);
    return undefined;
  }
  const found = manifestOfFolder(folder);
  const foundSum = sumOfFiles(toolchainModule(version, host), found);
  if (sum === undefined || foundSum === sum) {
    keep(kept, folder, found);
    return undefined;
  }
  const damage = known && damageIn(folder, known, 'contents');
  if (damage) return inWords(damage);
  return { words: `its files have the hash ${foundSum} in place of ${sum}`, isZipBad: true };
}

function inWords({ file, is }: Damage): RootDamage {
  return { words: `${file} ${is}`, isZipBad: false };
}

function keep(kept: UnpackedFiles, folder: string, manifest: Manifest): void {
  kept.keepManifest(folder, manifest);
  kept.keepLooks(folder, [...manifest.keys()].filter(isToolchainProgram));
}

async function ofZip({ module }: GoRoot): Promise<Manifest | undefined> {
  if (!module || !existsSync(module.zip)) return undefined;
  return manifestOfZip(module.zip, `${module.path}@${module.version}/`).catch(() => undefined);
}

/**
 * Takes a damaged toolchain out of its cache, so that it is fetched again.
 *
 * @throws InputError if this user may not write in go's cache
 */
export async function removeRoot({ folder, module }: GoRoot, damage: RootDamage): Promise<void> {
  if (module) return takeAway({ module, ...damage });
  const aside = `${folder}.tmp-${process.pid}`;
  renameSync(folder, aside);
  await rm(aside, { recursive: true, force: true });
}
