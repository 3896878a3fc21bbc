import type { ReleaseFile } from '../releases/release-file';
import type { Tools } from '../toolchain/tools';
import { builderBeside, readBuilderGo } from './builder-image';
import type { ReadProgram } from './programs';
import type { ServerSource } from './server-source';

export interface ImagesOptions {
  readonly published: readonly ReadProgram[];
  /** What the release's source says of its images. */
  readonly source: ServerSource | undefined;
  /** The release that answered what nothing else says. */
  readonly base: string;
  readonly insecure: readonly string[] | undefined;
}

/**
 * A release file with what the published images say of themselves: what the server's is built on, where no source tells,
 * and the Go of the builder image beside it, which may be another than the server's.
 */
export async function withImages(
  file: ReleaseFile,
  { published, source, base, insecure }: ImagesOptions,
  tools: Tools,
): Promise<{ readonly file: ReleaseFile; readonly notes: readonly string[] }> {
  const notes: string[] = [];
  const imageBase = source ? undefined : published.find((program) => program.imageBase)?.imageBase;
  const isImage = published.some(({ origin: { kind } }) => IMAGES.has(kind));
  if (isImage && !source && imageBase === undefined) {
    notes.push(`the image does not say what it is built on: ${file.serverImageBase} is taken from ${base}`);
  }
  const [first] = published.filter(({ origin: { kind } }) => kind === 'image');
  const beside = first && builderBeside(first.origin.name);
  const builder = beside === undefined ? undefined : await readBuilderGo(beside, tools, insecure);
  if (builder?.missing !== undefined) {
    notes.push(
      `the Go of ${builder.image} is not known, so ${file.builderImageGo} is taken for it: ${builder.missing}`,
    );
  }
  return {
    file: {
      ...file,
      ...(imageBase !== undefined && { serverImageBase: imageBase }),
      ...(builder?.missing === undefined &&
        builder && { builderImageGo: withGo(file.builderImageGo, builder.go) }),
    },
    notes,
  };
}

const IMAGES: ReadonlySet<string> = new Set(['image', 'layout', 'docker-save']);

/** `golang:1.26.5-bookworm` with another Go. */
function withGo(image: string, go: string): string {
  return /^golang:[\d.]+/.test(image) ? image.replace(/^golang:[\d.]+/, `golang:${go}`) : `golang:${go}`;
}
