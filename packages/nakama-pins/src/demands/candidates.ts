import type { GoMod } from '../go-module/module-files';
import { compareVersions, isIncompatible } from '../go-module/module-version';
import { orUndefinedLater } from './or-undefined-later';
import type { Published } from './published-modules';

/**
 * The versions of a module that go would choose from, newest first: releases, or what is before a first one; none that
 * is retracted, and none without a go.mod where newer ones have it.
 *
 * @throws DownloadError if the module is not known, or can't be asked for
 */
export async function candidatesOf(path: string, published: Published): Promise<string[]> {
  const all = [...(await published.versions(path))].sort((a, b) => compareVersions(b, a));
  const releases = all.filter((version) => !isPrerelease(version));
  const offered = releases.length > 0 ? releases : all;
  const newest = offered.find((version) => !isIncompatible(version)) ?? offered[0];
  const goMod = newest && (await orUndefinedLater(published.goMod(path, newest)));
  if (!goMod) return offered;
  const compatible = offered.filter((version) => !isIncompatible(version));
  const kept = compatible.length > 0 && isWritten(goMod) ? compatible : offered;
  const standing = kept.filter((version) => !isRetracted(version, goMod));
  return standing.length > 0 ? standing : kept;
}

function isPrerelease(version: string): boolean {
  return /^v[\d.]+-/.test(version);
}

/** A proxy makes up the go.mod that a version lacks: a module line alone. */
function isWritten({ go, require }: GoMod): boolean {
  return go !== undefined || require.length > 0;
}

function isRetracted(version: string, { retract }: GoMod): boolean {
  return retract.some(
    ({ low, high }) => compareVersions(version, low) >= 0 && compareVersions(version, high) <= 0,
  );
}
