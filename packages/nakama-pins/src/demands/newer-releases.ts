import type { Catalog } from '../releases/catalog';
import type { Release } from '../releases/release-model';

/** The releases after one, oldest first, without variants; each is loaded when it is its turn. */
export function* newerReleases(release: Release, catalog: Catalog): Iterable<Release> {
  const all = catalog.list().filter(({ variant }) => variant === undefined);
  const at = all.findIndex(({ version }) => version === baseOf(release));
  for (const { version } of all.slice(0, at < 0 ? all.length : at).reverse()) yield catalog.load(version);
}

/** A variant has the name of its release, and a word. */
function baseOf({ version, variant }: Release): string {
  return variant === undefined ? version : version.replace(/-.*$/, '');
}
