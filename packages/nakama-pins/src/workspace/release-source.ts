import { releaseOf } from '../images/nakama-images';
import type { ImageChoice } from '../images/release-image';
import { groupBy } from '../input/group-by';
import type { Setting } from './nakama-json';

/** What names the release of a module: nakama.json, or images. */
export type ReleaseSource =
  | { readonly kind: 'setting'; readonly setting: Setting<string> }
  | ImageChoice
  /** The plugins that use a library are of different releases: one source for each release. */
  | { readonly kind: 'users disagree'; readonly sources: readonly NamedSource[] };

/** A source that names one release. */
export type NamedSource = Extract<ReleaseSource, { kind: 'setting' | 'named' }>;

/** The release that a source names, as it is written. */
export function writtenRelease(source: NamedSource): string {
  return source.kind === 'setting' ? source.setting.value : (releaseOf(source.image) ?? source.image.tag);
}

/**
 * What the plugins that use a library say about its release; undefined if none of them has one.
 *
 * @param exact one name for each release
 */
export function sourceOfUsers(
  users: readonly ReleaseSource[],
  exact: (release: string) => string,
): ReleaseSource | undefined {
  const named = users.filter(
    (source): source is NamedSource => source.kind === 'setting' || source.kind === 'named',
  );
  const sources = [...groupBy(named, (source) => exact(writtenRelease(source))).values()].flatMap(
    ([first]) => first ?? [],
  );
  return sources.length > 1 ? { kind: 'users disagree', sources } : sources[0];
}
