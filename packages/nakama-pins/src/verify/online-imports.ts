import type { ModuleImports } from '../go-module/import-list';
import type { ModuleVersion } from '../go-module/module-files';
import { memo } from '../input/memo';
import { sourcesOf } from '../linking/foreign-imports';
import { linkingOf } from '../linking/linking';
import { usesVendor } from '../linking/selection';
import { DownloadError } from '../module-proxy/download-error';
import { goSettings } from '../module-proxy/go-settings';
import { createWeb } from '../module-proxy/web';
import type { Release } from '../releases/release-model';
import type { Surroundings } from '../toolchain/tools';
import { downloadKey, type PluginFacts, type SourceDownload } from '../workspace/facts';
import { type DownloadedImports, downloadImports } from './download-imports';
import { buildTargets } from './judge';

/** What packages of other modules import, read from GOPROXY, each module version once. */
export class OnlineImports {
  private readonly download: (module: Required<ModuleVersion>) => Promise<DownloadedImports | DownloadError>;

  constructor({ env, signal }: Pick<Surroundings, 'env' | 'signal'>) {
    const options = { settings: goSettings(env), web: createWeb({ env, signal }), signal };
    this.download = memo((module) =>
      downloadImports(module, options).catch((error: unknown) => {
        signal?.throwIfAborted();
        // What can't be downloaded stays unknown, and why is told.
        if (error instanceof DownloadError) return error;
        throw error;
      }),
    );
  }

  /**
   * The facts with what the packages import that nothing else knows, as far as GOPROXY serves it, and with what came of
   * each download; a list counts only if its source is the one that go.sum names.
   */
  async complete(facts: PluginFacts, release: Release): Promise<PluginFacts> {
    // What vendor/ lacks, no build takes from elsewhere.
    if (usesVendor(facts)) return facts;
    const downloads = new Map<string, SourceDownload>();
    for (let known: PluginFacts = { ...facts, downloads }; ; ) {
      const wanted = unknownSources(known, release).filter((module) => !downloads.has(downloadKey(module)));
      if (wanted.length === 0) return known;
      const unasked = [...new Map(wanted.map((module) => [downloadKey(module), module])).values()];
      const found = await Promise.all(unasked.map((module) => this.download(module)));
      const lists: ModuleImports[] = [];
      unasked.forEach((module, i) => {
        const result = found[i];
        if (result === undefined) return;
        downloads.set(downloadKey(module), outcomeOf(module, result, facts));
        if (!(result instanceof DownloadError)) lists.push(result.imports);
      });
      known = { ...known, imports: [...known.imports, ...lists] };
    }
  }
}

function outcomeOf(
  module: Required<ModuleVersion>,
  result: DownloadedImports | DownloadError,
  { goSum }: PluginFacts,
): SourceDownload {
  if (result instanceof DownloadError) return { kind: 'failed', failure: result.message };
  const { url, imports } = result;
  return goSum?.hasZip(module.path, module.version, imports.sum)
    ? { kind: 'read' }
    : { kind: 'other source', module, url, sum: imports.sum };
}

/** The module versions that may hold the packages of which nothing is known, and whose hash go.sum has. */
function unknownSources(facts: PluginFacts, release: Release): Required<ModuleVersion>[] {
  const { closure, selector } = linkingOf(facts, release, buildTargets(facts, release));
  const sources: ModuleVersion[] = [...closure.unknown.keys()].flatMap((path) =>
    Array.from(sourcesOf(path, selector), ({ source }) => source),
  );
  return sources.flatMap(({ path, version }) =>
    version !== undefined && facts.goSum?.hasSource(path, version) ? [{ path, version }] : [],
  );
}
