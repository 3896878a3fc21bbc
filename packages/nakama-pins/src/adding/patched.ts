import type { ReleaseFile } from '../releases/release-file';

/**
 * Packages whose code in the published server is not that of their modules: their fingerprints differ from those of the
 * server that is built from the published modules with the same Go.
 *
 * @returns undefined if the two are built otherwise: fingerprints of the standard library differ, too
 */
export function patchedPackages(published: ReleaseFile, built: ReleaseFile): string[] | undefined {
  const platform = Object.keys(published.fingerprints).find((name) => built.fingerprints[name]);
  if (platform === undefined) return undefined;
  const [theirs = {}, ours = {}] = [published.fingerprints[platform], built.fingerprints[platform]];
  const differs = (path: string): boolean => ours[path] !== undefined && ours[path] !== theirs[path];
  if ((published.standardPackages ?? []).some(differs)) return undefined;
  return published.modules
    .flatMap(({ linkedPackages }) => linkedPackages)
    .filter(differs)
    .sort();
}
