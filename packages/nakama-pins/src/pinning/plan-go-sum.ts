import type { GoMod, GoSum, GoSumLine } from '../go-module/types';
import { replaceFor } from '../go-module/build-list';
import type { Release } from '../releases/types';

/** A go.sum line to add. */
export type NewGoSumLine = Omit<GoSumLine, 'position'>;

/** The hashes of the release's modules that go.mod requires at the release's version, where go.sum lacks them. */
export function planGoSum(goMod: GoMod, goSum: GoSum | undefined, release: Release): NewGoSumLine[] {
  const lines: NewGoSumLine[] = [];
  const has = new Set(goSum?.lines.map((line) => `${line.path} ${line.version} ${line.goModOnly}`));
  for (const { path, version } of goMod.require) {
    const module = release.module(path);
    if (module?.version !== version || replaceFor(goMod, path, version)) continue;
    const { zip, goMod: goModSum } = module.sums;
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
