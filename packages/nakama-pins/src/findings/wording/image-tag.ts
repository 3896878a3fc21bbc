import { publishedRelease, spokenRelease } from '../../releases/variants';
import { defineFinding, type Words } from '../define-finding';

/** A Docker image as a file names it. */
export interface NamedImage {
  readonly file: string;
  readonly line: number;
  /** As it is written. */
  readonly raw: string;
  /** Registry and repository, without the tag. */
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  /** Where the tag, or a part of it, is written; undefined if nowhere as one text. */
  readonly written: WrittenTag | undefined;
}

/** A tag as a file has it: of an ARG, of a `.env`, of the image itself. */
interface WrittenTag {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  /** The parts that are written elsewhere: `-alpine` of `golang:${GO}-alpine`. */
  readonly before: string;
  readonly after: string;
}

/** An image that builds the plugin or runs the server, and is not the release's. */
export type ImageTag = {
  readonly image: NamedImage;
  /** The image that the release has in its place; undefined if nobody says which has its server. */
  readonly wanted: string | undefined;
  readonly release: string;
  readonly go: string;
  /** The place of the image that names the release, if nakama.json does not. */
  readonly from: string | undefined;
} & (
  | { readonly kind: 'server' }
  /** Another server of the release: `own` is its name, `isKnown` whether the catalog has it. */
  | { readonly kind: 'other variant'; readonly own: string; readonly isKnown: boolean }
  /** The release's own builder image has another Go than its server. */
  | { readonly kind: 'own builder'; readonly builderGo: string; readonly golang: string }
  | {
      readonly kind: 'other builder';
      readonly builderGo: string | undefined;
      /** The image to build on, if the release's own builder image won't do. */
      readonly golang: string | undefined;
    }
  /** `version`: the Go of the tag; undefined for `latest`. */
  | {
      readonly kind: 'golang';
      readonly version: string | undefined;
      readonly floats: boolean;
      readonly golang: string;
    }
  | { readonly kind: 'digest alone' }
  | { readonly kind: 'unresolved'; readonly variable: string; readonly isDockerfile: boolean }
  | { readonly kind: 'no release' }
);

export const imageTag = defineFinding({
  title: 'A Docker image belongs to another release',
  about: 'file',
  byCheck: true,
  settledBy: { compiling: 'leaves', pinning: true, building: 'silent' },
  words: (data: ImageTag): Words => {
    const { image, wanted, go, from } = data;
    const release = spokenRelease(data.release);
    const named = from === undefined ? '' : `, which ${from} names`;
    const { raw, tag } = image;
    const about = {
      image: raw,
      expected: data.release,
      actual: tag ?? image.digest ?? raw,
      fix: wanted === undefined ? nameIt(image, release) : write(image, wanted),
    };
    switch (data.kind) {
      case 'server':
        return {
          ...about,
          message: `${raw} runs Nakama ${tag}, but the plugin is judged for ${release}${named}`,
        };
      case 'other variant':
        return { ...about, ...otherVariant(data, named) };
      case 'own builder':
        return {
          ...about,
          expected: go,
          actual: data.builderGo,
          message: `${raw} has Go ${data.builderGo}, but the server ${release} is built with Go ${go}: its own builder image can't build for it`,
          fix: write(image, data.golang),
        };
      case 'other builder':
        return {
          ...about,
          message: `${raw} builds for Nakama ${tag}${data.builderGo ? ` with Go ${data.builderGo}` : ''}, but the server is ${release} (Go ${go})${named}`,
          ...(data.golang !== undefined && { fix: write(image, data.golang) }),
        };
      case 'golang':
        return {
          ...about,
          expected: `golang:${go}`,
          message: data.floats
            ? `${raw} builds the plugin with the Go that this tag stands for on that day, but the server ${release} is built with Go ${go}`
            : `${raw} builds the plugin with Go ${data.version}, but the server ${release} is built with Go ${go}`,
          fix: write(image, data.golang),
        };
      case 'digest alone':
        return {
          ...about,
          message: `${raw} is named by its digest alone, which does not tell its release`,
          fix: wanted === undefined ? nameIt(image, release) : `name the tag too: ${wanted}@${image.digest}`,
        };
      case 'unresolved':
        return {
          ...about,
          message: `the tag of ${raw} is not known: nothing gives ${data.variable} a value`,
          fix: defaultOf(data.variable, publishedRelease(data.release), data),
        };
      case 'no release':
        return { ...about, message: `${raw} names no release: what it is can change without a change here` };
    }
  },
});

function otherVariant(
  { image, wanted, release, own, isKnown }: Extract<ImageTag, { kind: 'other variant' }>,
  named: string,
): Pick<Words, 'actual' | 'message' | 'fix'> {
  const message = `${image.raw} runs Nakama ${spokenRelease(own)}, but the plugin is judged for ${spokenRelease(release)}${named}: the two are compiled in another way, and a plugin loads in one of them only`;
  const add = `npx nakama-pins releases add image:${image.name}:${image.tag}`;
  const use = `write nakama.json: { "release": "${own}" }`;
  if (isKnown)
    return {
      actual: own,
      message,
      fix: `${use}, or ${wanted === undefined ? nameIt(image, spokenRelease(release)) : write(image, wanted)}`,
    };
  return { actual: own, message: `${message}; the catalog does not have ${own}`, fix: `${add}, then ${use}` };
}

function nameIt({ file, line }: NamedImage, release: string): string {
  return `write in ${file}:${line} the image that has the server ${release}`;
}

/** The tag alone where it stands by itself; else the image whole, since its digest and its name are others, too. */
function write(image: NamedImage, wanted: string): string {
  const { file, line, raw, written } = image;
  const tag = wanted.startsWith(`${image.name}:`) ? wanted.slice(image.name.length + 1) : undefined;
  const isApart =
    written && (written.file !== file || written.line !== line || !raw.endsWith(`:${image.tag}`));
  if (isApart && tag?.startsWith(written.before) && tag.endsWith(written.after)) {
    const text = tag.slice(written.before.length, tag.length - written.after.length);
    return `write in ${written.file}:${written.line}: ${text} in place of ${written.text}`;
  }
  return `write in ${file}:${line}: ${wanted} in place of ${raw}`;
}

function defaultOf(
  variable: string,
  value: string,
  { image: { file }, isDockerfile }: Extract<ImageTag, { kind: 'unresolved' }>,
): string {
  return isDockerfile
    ? `give ${variable} a default in ${file}: ARG ${variable}=${value}`
    : `give ${variable} a default in ${file}: \${${variable}:-${value}}`;
}
