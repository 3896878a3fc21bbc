import type { Artifact } from '../artifact/artifact';
import { readArtifact } from '../artifact/read-artifact';
import { InputError } from '../input/problem';
import { buildServer } from '../loading/server-build';
import { fetchServerPrograms } from '../registry/fetch-server-programs';
import { SERVER_MODULE } from '../releases/nakama-modules';
import type { Platform, ReleaseOrigin } from '../releases/release-model';
import type { Tools } from '../toolchain/tools';
import { baseOfOsRelease } from './image-base';
import type { ServerSource } from './server-source';

/** A server's program, read. */
export interface ReadProgram {
  readonly artifact: Artifact;
  readonly origin: ReleaseOrigin;
  /** Of the index of all platforms that its image was found by. */
  readonly index?: string;
  /** What its image is built on, as the image says: `debian:bookworm-slim`. */
  readonly imageBase?: string;
}

export interface PublishedOptions {
  readonly cwd: string;
  readonly platforms?: readonly Platform[];
  readonly insecure?: readonly string[];
  /** Where the program is in the image or archive. */
  readonly program?: string;
  /** Which image of a layout or tar. */
  readonly image?: string;
  /** Reads what the image is built on, too: for that, layers below the program are fetched. */
  readonly osRelease?: boolean;
}

/**
 * The programs of a server that is published: an image, an archive, a program.
 *
 * @throws InputError if there is none
 */
export async function publishedPrograms(
  source: string,
  { around: { env, signal, onProgress } }: Tools,
  options: PublishedOptions,
): Promise<ReadProgram[]> {
  const fetched = await fetchServerPrograms(source, {
    ...options,
    env,
    signal,
    onProgress: ({ layer, done, total }) =>
      onProgress?.({ kind: 'fetch', step: 'download', what: `layer ${layer.slice(0, 19)}`, done, total }),
  });
  try {
    const kind = fetched.kind === 'registry' ? 'image' : fetched.kind;
    return fetched.programs.map(({ file, path, image }) => {
      const imageBase = baseOfOsRelease(image?.osRelease ?? '') ?? image?.base?.name;
      return {
        artifact: readArtifact(file, path === undefined ? fetched.name : `${fetched.name}: ${path}`),
        origin: {
          kind,
          name: fetched.name,
          ...(image?.digests.manifest !== undefined && { digest: image.digests.manifest }),
          ...(image?.createdAt !== undefined && { createdAt: image.createdAt }),
        },
        ...(image?.digests.index !== undefined && { index: image.digests.index }),
        ...(imageBase !== undefined && { imageBase }),
      };
    });
  } finally {
    await fetched.dispose();
  }
}

/** A platform for which no server could be built here. */
export interface NotBuilt {
  readonly platform: Platform;
  readonly why: InputError;
}

/** The servers of a release that are built from its Go module, by the exact Go: that is the published code. */
export async function builtPrograms(
  version: string,
  source: ServerSource,
  platforms: readonly Platform[],
  tools: Tools,
): Promise<{ readonly programs: ReadProgram[]; readonly notBuilt: NotBuilt[] }> {
  const programs: ReadProgram[] = [];
  const notBuilt: NotBuilt[] = [];
  const release = { version, go: source.go, serverImageBase: source.serverImageBase };
  for (const platform of platforms) {
    try {
      const file = await buildServer(release, platform, tools);
      const name = `${SERVER_MODULE}@v${version}`;
      programs.push({ artifact: readArtifact(file, name), origin: { kind: 'module', name } });
    } catch (why) {
      if (!(why instanceof InputError)) throw why;
      notBuilt.push({ platform, why });
    }
  }
  return { programs, notBuilt };
}
