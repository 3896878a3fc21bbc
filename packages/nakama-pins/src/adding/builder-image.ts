import { problemsOf } from '../input/problem';
import { readImageFacts } from '../registry/fetch-server-programs';
import type { Tools } from '../toolchain/tools';

/** What the config of a builder image says; its layers are not read. */
export type BuilderGo =
  | { readonly image: string; readonly go: string; readonly missing?: undefined }
  /** Why it is not known. */
  | { readonly image: string; readonly missing: string };

/** The builder image that is published beside a server's: `heroiclabs/nakama-pluginbuilder:3.40.0`. */
export function builderBeside(serverImage: string): string | undefined {
  const [, repository, tag] =
    /^((?:.*\/)?heroiclabs\/nakama):(v?\d+\.\d+\.\d+)(?:@.*)?$/.exec(serverImage) ?? [];
  return repository === undefined ? undefined : `${repository}-pluginbuilder:${tag}`;
}

/**
 * The Go of a builder image, as the golang image that it is built from says it (`GOLANG_VERSION`).
 *
 * @throws the signal's reason if it was aborted; nothing else
 */
export async function readBuilderGo(
  image: string,
  { around: { env, signal } }: Tools,
  insecure: readonly string[] | undefined,
): Promise<BuilderGo> {
  try {
    const facts = await readImageFacts(image, { env, signal, insecure });
    const versions = new Set(facts.map((platform) => platform.env['GOLANG_VERSION']));
    const [go] = versions;
    if (versions.size === 1 && go !== undefined && /^\d+(?:\.\d+)+$/.test(go)) return { image, go };
    return { image, missing: 'its config does not say it (GOLANG_VERSION)' };
  } catch (error) {
    signal?.throwIfAborted();
    return { image, missing: problemsOf(error)[0]?.message ?? '' };
  }
}
