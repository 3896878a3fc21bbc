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
  | { readonly kind: 'unresolved'; readonly variable: string }
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
          fix: `build on ${data.golang} instead`,
        };
      case 'other builder':
        return {
          ...about,
          message: `${raw} builds for Nakama ${tag}${data.builderGo ? ` with Go ${data.builderGo}` : ''}, but the server is ${release} (Go ${go})${named}`,
          ...(data.golang !== undefined && { fix: `build on ${data.golang} instead` }),
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
          fix: `give ${data.variable} a default: \${${data.variable}:-${publishedRelease(data.release)}}`,
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

function write({ file, line }: NamedImage, image: string): string {
  return `write in ${file}:${line}: ${image}`;
}
