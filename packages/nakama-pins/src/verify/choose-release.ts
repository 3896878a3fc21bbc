import type { Draft } from '../findings/finding';
import type { GoMod } from '../go-module/module-files';
import { moduleLine } from '../go-module/module-line';
import type { ImageUse } from '../images/image-use';
import { imageName, isDebugServer, mayBeCopy, type ReleaseImage, releaseOf } from '../images/nakama-images';
import { type FindingLocation, InputError } from '../input/problem';
import type { Catalog } from '../releases/catalog';
import { NAKAMA_COMMON } from '../releases/nakama-modules';
import type { Release } from '../releases/release-model';
import { unknownReleaseWords } from '../releases/unknown-release';
import { DEBUG_VARIANT, variantName } from '../releases/variants';
import { NAKAMA_JSON, type Setting } from '../workspace/nakama-json';
import { type NamedSource, type ReleaseSource, writtenRelease } from '../workspace/release-source';
import type { FindRelease } from './judge';

type UnknownRelease = Draft<'unknown-release'>;

/** The release to judge by, or why there is none. */
export type ReleaseChoice =
  /** `image`: the one that names it. */
  | {
      readonly release: Release;
      readonly image?: ImageUse;
      /** Of a library that plugins of several releases use: those that are newer, the oldest first. */
      readonly newer?: readonly Release[];
      readonly unknown?: undefined;
    }
  | {
      readonly release?: undefined;
      readonly image?: undefined;
      readonly newer?: undefined;
      readonly unknown: UnknownRelease;
    };

/**
 * The release that nakama.json names; without one, that of the image which `chooseImage` takes. Nothing else is taken:
 * several releases share one nakama-common.
 *
 * @param goMod of the module; a folder that is none has none
 * @throws InputError if nakama.json names a release that the catalog lacks
 */
export function chooseRelease(
  goMod: GoMod | undefined,
  source: ReleaseSource,
  catalog: Catalog,
): ReleaseChoice {
  switch (source.kind) {
    case 'setting':
      return { release: fromSettings(source.setting, catalog) };
    case 'named':
      return fromImage(source.image, catalog);
    case 'disagree':
      return { unknown: disagreeing(source.images.map((image) => ({ kind: 'named', image }))) };
    case 'users disagree':
      return fromUsers(source.sources, catalog);
    case 'unnamed':
      return { unknown: noneNamed(source.images, goMod, catalog) };
    case 'none':
      return { unknown: nothingNamed(goMod, catalog) };
  }
}

/**
 * A library of plugins of several releases ends at the oldest one's versions: what it requires are lower bounds for the
 * others.
 */
function fromUsers(sources: readonly NamedSource[], catalog: Catalog): ReleaseChoice {
  const releases: Release[] = [];
  for (const source of sources) {
    const choice = chooseRelease(undefined, source, catalog);
    if (choice.unknown) return choice;
    if (!releases.includes(choice.release)) releases.push(choice.release);
  }
  const order = catalog.list().map(({ version }) => version);
  const [release, ...newer] = releases.sort((a, b) => order.indexOf(b.version) - order.indexOf(a.version));
  return release ? { release, newer } : { unknown: disagreeing(sources) };
}

function fromImage(image: ReleaseImage, catalog: Catalog): ReleaseChoice {
  const written = releaseOf(image) ?? image.tag;
  const resolution = catalog.resolve(written);
  const debug = (release: string): string =>
    isDebugServer(image) ? variantName(release, DEBUG_VARIANT) : release;
  if (resolution.unknown === undefined) {
    const variant = catalog.resolve(debug(resolution.release));
    // Without figures of the variant, those of its release count, and the check of images says so.
    return {
      release: catalog.load(variant.unknown === undefined ? variant.release : resolution.release),
      image,
    };
  }
  const { nearest, before, version } = resolution;
  return {
    unknown: {
      id: 'unknown-release',
      severity: 'undecided',
      location: { file: image.file, ...image.position },
      data: {
        kind: 'not in the catalog',
        image: image.raw,
        tag: version === undefined ? image.tag : debug(version),
        nearest,
        before,
        newest: catalog.list()[0]?.version,
      },
    },
  };
}

/** The releases between which the files of a module don't decide. */
export function candidatesOf({ data }: UnknownRelease): readonly string[] {
  switch (data.kind) {
    case 'not named':
    case 'images name none':
      return data.releases;
    case 'places disagree':
    case 'several':
      return [
        ...new Set((data.kind === 'several' ? data.releases : data.places).map(({ release }) => release)),
      ];
    case 'not in the catalog':
      return [];
  }
}

/** The first place has the finding; it names all. */
function disagreeing(sources: readonly NamedSource[]): UnknownRelease {
  const places = sources.map((source) => ({
    release: writtenRelease(source),
    written: source.kind === 'named' ? source.image.raw : `"release": "${source.setting.value}"`,
    ...placeOfSource(source),
  }));
  const { file, line, column } = places[0] ?? NOWHERE;
  return {
    id: 'unknown-release',
    severity: 'undecided',
    location: { file, line, column },
    data: { kind: 'places disagree', places },
  };
}

const NOWHERE: FindingLocation = { file: NAKAMA_JSON, line: 1, column: 1 };

function placeOfSource(source: NamedSource): FindingLocation {
  if (source.kind === 'setting') return source.setting.location ?? NOWHERE;
  return { file: source.image.file, ...source.image.position };
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
  const { file, line, column } = configured.location ?? NOWHERE;
  const { value } = configured;
  const newest = catalog.list()[0]?.version;
  const { reason, expected, fix } = unknownReleaseWords(value, { ...resolution, newest });
  throw new InputError([
    {
      file,
      position: { line, column },
      message: `Nakama release "${value}" is not known${reason}`,
      expected,
      found: value,
      fix,
    },
  ]);
}

function nothingNamed(goMod: GoMod | undefined, catalog: Catalog): UnknownRelease {
  const common = requirementOfCommon(goMod);
  return {
    id: 'unknown-release',
    severity: 'undecided',
    location: goMod ? { ...moduleLine(goMod), ...common?.versionPosition } : NOWHERE,
    data: { kind: 'not named', ...guess(goMod, catalog) },
  };
}

/** Images there are: the first has the finding. */
function noneNamed(images: readonly ImageUse[], goMod: GoMod | undefined, catalog: Catalog): UnknownRelease {
  const places = images.map((image) => ({
    file: image.file,
    ...image.position,
    written: image.raw,
    name: imageName(image),
    mayBeCopy: mayBeCopy(image),
    tag: image.tag,
  }));
  const { file, line, column } = places[0] ?? NOWHERE;
  return {
    id: 'unknown-release',
    severity: 'undecided',
    location: { file, line, column },
    data: { kind: 'images name none', images: places, ...guess(goMod, catalog) },
  };
}

function requirementOfCommon(goMod: GoMod | undefined): GoMod['require'][number] | undefined {
  return goMod?.require.find((r) => r.path === NAKAMA_COMMON);
}

/** The releases that have the plugin's nakama-common: a hint, and no more. */
function guess(goMod: GoMod | undefined, catalog: Catalog) {
  const common = requirementOfCommon(goMod)?.version;
  const all = catalog.list();
  const releases = all.filter((r) => r.nakamaCommon === common).map((r) => r.version);
  const [newest] = all;
  const beyond =
    common !== undefined && newest !== undefined && releases.length === 0
      ? { release: newest.version, common: newest.nakamaCommon }
      : undefined;
  return {
    common,
    releases,
    example: releases[0] ?? newest?.version,
    ...(beyond && { beyond }),
  };
}
