import type { ModuleImports } from '../go-module/import-list';
import type { ModuleVersion } from '../go-module/module-files';
import { memo } from '../input/memo';
import { sourcesOf } from '../linking/foreign-imports';
import { linkingOf } from '../linking/linking';
import { DownloadError } from '../module-proxy/download-error';
import { goSettings } from '../module-proxy/go-settings';
import { createWeb } from '../module-proxy/web';
import type { Release } from '../releases/release-model';
import type { Surroundings } from '../toolchain/tools';
import type { PluginFacts } from '../workspace/facts';
import { downloadImports } from './download-imports';
import { buildTargets } from './judge';

/** What packages of other modules import, read from GOPROXY, each module version once. */
export class OnlineImports {
  private readonly download: (module: {
    path: string;
    version: string;
  }) => Promise<ModuleImports | undefined>;

  constructor({ env, signal }: Pick<Surroundings, 'env' | 'signal'>) {
    const options = { settings: goSettings(env), web: createWeb({ env, signal }), signal };
    this.download = memo((module) =>
      downloadImports(module, options).catch((error: unknown) => {
        signal?.throwIfAborted();
        // What can't be downloaded stays unknown.
        if (error instanceof DownloadError) return undefined;
        throw error;
      }),
    );
  }

  /**
   * The facts with what the packages import that nothing else knows, as far as GOPROXY serves it; a list counts only if
   * its source is the one that go.sum names.
   */
  async complete(facts: PluginFacts, release: Release): Promise<PluginFacts> {
    const asked = new Set<string>();
    for (let known = facts; ; ) {
      const wanted = unknownSources(known, release).filter(({ path, version }) => {
        const key = `${path}@${version}`;
        return !asked.has(key) && asked.add(key);
      });
      if (wanted.length === 0) return known;
      const lists = await Promise.all(wanted.map((module) => this.download(module)));
      known = { ...known, imports: [...known.imports, ...lists.filter((list) => list !== undefined)] };
    }
  }
}

/** The module versions that may hold the packages of which nothing is known, and whose hash go.sum has. */
function unknownSources(facts: PluginFacts, release: Release): { path: string; version: string }[] {
  const { closure, selector } = linkingOf(facts, release, buildTargets(facts, release));
  const sources: ModuleVersion[] = [...closure.unknown.keys()].flatMap((path) =>
    Array.from(sourcesOf(path, selector), ({ source }) => source),
  );
  return sources.flatMap(({ path, version }) =>
    version !== undefined && facts.goSum?.zipVersions(path).includes(version) ? [{ path, version }] : [],
  );
}
