import { NAKAMA_COMMON } from '../../releases/nakama-modules';
import { unknownReleaseWords } from '../../releases/unknown-release';
import { defineFinding, STAYS, type Words } from '../define-finding';
import { few } from './lists';

/** A place that names a release, or an image. */
interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The image or setting, as it is written. */
  readonly written: string;
}

/** The releases that the plugin's nakama-common belongs to. */
interface Guess {
  /** The version of nakama-common that go.mod requires, and the releases that have it. */
  readonly common: string | undefined;
  readonly releases: readonly string[];
  /** One to write into nakama.json. */
  readonly example: string | undefined;
  /** The newest release of the catalog, if none has the plugin's nakama-common. */
  readonly beyond?: { readonly release: string; readonly common: string };
}

/** Why nothing says by which release a module is judged. */
export type UnknownRelease =
  | {
      readonly kind: 'not in the catalog';
      readonly image: string;
      readonly tag: string;
      readonly nearest: readonly string[];
      /** The first release of the catalog, if this one is older. */
      readonly before: string | undefined;
      /** The newest one. */
      readonly newest: string | undefined;
    }
  | ({ readonly kind: 'not named' } & Guess)
  /** There are images, and no tag of theirs names a release. */
  | ({
      readonly kind: 'images name none';
      readonly images: readonly (Place & {
        /** Without its tag. */
        readonly name: string;
        readonly tag: string | undefined;
        /** It is not of Heroic Labs, and called after Nakama. */
        readonly mayBeCopy: boolean;
      })[];
    } & Guess)
  /** Places that are equally near name different releases. */
  | { readonly kind: 'places disagree'; readonly places: readonly (Place & { readonly release: string })[] }
  | {
      readonly kind: 'several';
      /** Each once, with the first plugin that is for it. */
      readonly releases: readonly { readonly release: string; readonly dir: string }[];
    };

/** More places are counted only. */
const MAX_PLACES = 4;

export const unknownRelease = defineFinding({
  title: 'The Nakama release is not known',
  about: 'file',
  byCheck: false,
  settledBy: STAYS,
  words: (data: UnknownRelease): Words => {
    switch (data.kind) {
      case 'not in the catalog':
        return notInCatalog(data);
      case 'not named':
        return {
          message: `no Nakama release is named to judge by: there is no nakama.json, and no server or builder image${hint(data)}`,
          fix: nameRelease(data),
        };
      case 'images name none':
        return imagesNameNone(data);
      case 'places disagree':
        return {
          actual: data.places.map(({ release }) => release).join(', '),
          message: `different Nakama releases are named, and none of them nearer than the others: ${listed(data.places)}`,
          fix: `name the release of this module in nakama.json: { "release": "${data.places[0]?.release}" }`,
        };
      case 'several':
        return {
          message: `the plugins here are for different releases: ${few(data.releases.map(({ release, dir }) => `${dir} for ${release}`))}`,
          fix: `give --release ${data.releases[0]?.release}, or name one plugin's folder`,
        };
    }
  },
});

function notInCatalog(data: Extract<UnknownRelease, { kind: 'not in the catalog' }>): Words {
  const { image, tag, nearest, before, newest } = data;
  const words = { image, actual: tag };
  if (before !== undefined) {
    return {
      ...words,
      message: `Nakama ${tag} of ${image} is not in the catalog: it begins with ${before}`,
      fix: `move the plugin to ${before} or newer, or put a release file into nakama-releases/`,
    };
  }
  const { reason, fix } = unknownReleaseWords(tag, { nearest, newest });
  return { ...words, message: `Nakama ${tag} of ${image} is not in the catalog${reason}`, fix };
}

function imagesNameNone(data: Extract<UnknownRelease, { kind: 'images name none' }>): Words {
  const { images, example } = data;
  const [first] = images;
  const copy = images.find(({ mayBeCopy, tag }) => mayBeCopy && /^v?\d+\.\d/.test(tag ?? ''));
  return {
    image: first?.written,
    message: first?.mayBeCopy
      ? `no Nakama release is named to judge by: there is no nakama.json, and the images are not those of Heroic Labs: ${listed(images)}${hint(data)}`
      : `no Nakama release is named to judge by: there is no nakama.json, and no tag of the images names one: ${listed(images)}${hint(data)}`,
    fix: copy
      ? `if ${copy.name} is a copy of Nakama's image, write nakama.json: { "images": ["${copy.name}"] }; else { "release": "${example}" }`
      : `${nameRelease(data)}${first && !first.mayBeCopy && !data.beyond ? `; best also as the tag: ${first.name}:${example}` : ''}`,
  };
}

/** Where no release has the plugin's nakama-common, none of them is proposed. */
function nameRelease({ example, beyond }: Guess): string {
  return beyond === undefined
    ? `write nakama.json: { "release": "${example}" }, or give --release ${example}`
    : `add the release of your server (npx nakama-pins releases --remote lists them), npx nakama-pins releases add <release>, and name it in nakama.json: { "release": "<release>" }`;
}

function hint({ common, releases, beyond }: Guess): string {
  if (beyond)
    return ` (the catalog does not know ${NAKAMA_COMMON} ${common}: its newest is ${beyond.common}, of ${beyond.release})`;
  return releases.length > 0 ? ` (${NAKAMA_COMMON} ${common} belongs to ${releases.join(', ')})` : '';
}

function listed(places: readonly Place[]): string {
  const shown = places
    .slice(0, MAX_PLACES)
    .map(({ file, line, column, written }) => `${written} (${file}:${line}:${column})`);
  const more = places.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
