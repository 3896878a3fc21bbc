import type { BuildKits } from '../building/build-kit';
import type { Published } from '../demands/published-modules';
import type { Databases } from '../live/databases';
import type { Servers } from '../loading/choose-server';
import type { Release } from '../releases/release-model';
import type { Surroundings, Tools } from '../toolchain/tools';
import type { OnlineImports } from '../verify/online-imports';
import type { Prover } from '../verify/prover';

/** What only some methods work with. Most runs judge committed files alone, and loading the rest takes longer than that. */
export interface LateParts {
  readonly tools: () => Promise<Tools>;
  readonly prover: () => Promise<Prover>;
  readonly imports: () => Promise<OnlineImports>;
  readonly published: () => Promise<Published>;
  readonly kits: () => Promise<BuildKits>;
  readonly servers: () => Promise<Servers>;
  readonly databases: () => Promise<Databases>;
}

/** The parts of an open workspace, each loaded and made when it is first asked for. */
export function lateParts(around: Surroundings, releaseOf: (version: string) => Release): LateParts {
  const tools = once(async () => new (await import('../toolchain/tools')).Tools(around));
  return {
    tools,
    prover: once(async () => new (await import('../verify/prover')).Prover(await tools())),
    imports: once(async () => new (await import('../verify/online-imports')).OnlineImports(around)),
    published: once(() => publishedBy(around)),
    kits: once(async () => (await import('../building/build-kit')).buildKits(await tools())),
    databases: once(async () => new (await import('../live/databases')).Databases(around)),
    servers: once(async () => (await import('../loading/choose-server')).servers(await tools(), releaseOf)),
  };
}

async function publishedBy({ env, signal }: Surroundings): Promise<Published> {
  const { publishedModules } = await import('../demands/published-modules');
  const { goSettings } = await import('../module-proxy/go-settings');
  const { createWeb } = await import('../module-proxy/web');
  return publishedModules(goSettings(env), createWeb({ env, signal }));
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
