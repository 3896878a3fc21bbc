import { replaceFor } from '../go-module/build-list';
import type { GoMod, GoSum, GoSumLine } from '../go-module/module-files';
import type { Release, ReleaseModule } from '../releases/release-model';

/** A go.sum line to add. */
export type NewGoSumLine = Omit<GoSumLine, 'position'>;

/** Hashes that the release does not have, by `path@version`. */
export type FetchedSums = ReadonlyMap<string, ReleaseModule['sums']>;

/** Requirements at the release's version whose hashes the release does not have: one that a workspace added may lack some. */
export function missingSums(goMod: GoMod, release: Release): ReleaseModule[] {
  return goMod.require.flatMap(({ path, version }) => {
    const module = release.module(path);
    if (module?.version !== version || replaceFor(goMod, path, version)) return [];
    return module.sums.zip === undefined || module.sums.goMod === undefined ? [module] : [];
  });
}

/** The hashes of the release's modules that go.mod requires at the release's version, if go.sum lacks them. */
export function planGoSum(
  goMod: GoMod,
  goSum: GoSum | undefined,
  release: Release,
  fetched: FetchedSums = new Map(),
): NewGoSumLine[] {
  const lines: NewGoSumLine[] = [];
  const has = new Set(goSum?.lines.map((line) => `${line.path} ${line.version} ${line.goModOnly}`));
  for (const { path, version } of goMod.require) {
    const module = release.module(path);
    if (module?.version !== version || replaceFor(goMod, path, version)) continue;
    const { zip, goMod: goModSum } = { ...fetched.get(`${path}@${version}`), ...module.sums };
    for (const [hash, goModOnly] of [
      [zip, false],
      [goModSum, true],
    ] as const) {
      if (hash !== undefined && !has.has(`${path} ${version} ${goModOnly}`))
        lines.push({ path, version, goModOnly, hash });
    }
  }
  return lines;
}
