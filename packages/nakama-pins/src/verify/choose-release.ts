import type { Draft } from '../findings/finding';
import { moduleLine } from '../go-module/module-line';
import { releaseImage, releaseOfTag } from '../images/nakama-images';
import { InputError } from '../input/problem';
import type { Catalog } from '../releases/catalog';
import { NAKAMA_COMMON } from '../releases/nakama-modules';
import type { Release } from '../releases/release-model';
import type { PluginFacts } from '../workspace/facts';
import { NAKAMA_JSON, type Setting } from '../workspace/nakama-json';
import type { FindRelease } from './judge';

type UnknownRelease = Draft<'unknown-release'>;

/** The release to judge by, or why there is none. */
export type ReleaseChoice =
  | { readonly release: Release; readonly unknown?: undefined }
  | { readonly release?: undefined; readonly unknown: UnknownRelease };

/**
 * What the caller forces, else what nakama.json names; without one, the server image of the plugin's compose file or
 * Dockerfile, then the builder image. Nothing else is taken: several releases share one nakama-common.
 *
 * @param facts of a module, or of a folder that is none
 * @throws InputError if nakama.json names a release that the catalog lacks
 */
export function chooseRelease(
  facts: Pick<PluginFacts, 'images'> & Partial<Pick<PluginFacts, 'goMod'>>,
  forced: Release | undefined,
  configured: Setting<string> | undefined,
  catalog: Catalog,
): ReleaseChoice {
  if (forced) return { release: forced };
  if (configured) return { release: fromSettings(configured, catalog) };
  const image = releaseImage(facts.images);
  if (!image) return { unknown: nothingNamed(facts.goMod, catalog) };
  const resolution = catalog.resolve(releaseOfTag(image.tag) ?? image.tag);
  if (resolution.unknown === undefined) return { release: catalog.load(resolution.release) };
  return {
    unknown: {
      id: 'unknown-release',
      severity: 'undecided',
      location: { file: image.file, ...image.position },
      data: { kind: 'not in the catalog', image: image.raw, tag: image.tag, nearest: resolution.nearest },
    },
  };
}

/** Looks releases up by exact version for `judge`. */
export function findRelease(catalog: Catalog): FindRelease {
  return (name) => {
    const known = name !== undefined && catalog.resolve(name).unknown === undefined;
    return known ? catalog.get(name) : undefined;
  };
}

/** @throws InputError if the catalog lacks what nakama.json names */
export function fromSettings(configured: Setting<string>, catalog: Catalog): Release {
  const resolution = catalog.resolve(configured.value);
  if (resolution.unknown === undefined) return catalog.load(resolution.release);
  const { file = 'nakama.json', line = 1, column = 1 } = configured.location ?? {};
  throw new InputError([
    {
      file,
      position: { line, column },
      message: `Nakama release "${configured.value}" is not known`,
      expected: `a release of the catalog, such as ${resolution.nearest.join(', ')}`,
      found: configured.value,
      fix: `write "release": "${resolution.nearest[0]}", or add nakama-releases/${configured.value}.json (nakama-pins releases lists all)`,
    },
  ]);
}

function nothingNamed(goMod: PluginFacts['goMod'] | undefined, catalog: Catalog): UnknownRelease {
  const common = goMod?.require.find((r) => r.path === NAKAMA_COMMON);
  const all = catalog.list();
  const releases = all.filter((r) => r.nakamaCommon === common?.version).map((r) => r.version);
  return {
    id: 'unknown-release',
    severity: 'undecided',
    location: goMod
      ? { ...moduleLine(goMod), ...common?.versionPosition }
      : { file: NAKAMA_JSON, line: 1, column: 1 },
    data: {
      kind: 'not named',
      common: common?.version,
      releases,
      example: releases[0] ?? all[0]?.version,
    },
  };
}
