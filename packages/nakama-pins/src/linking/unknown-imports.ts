import { pathAndVersion } from '../go-module/module-version';
import { groupBy } from '../input/group-by';
import { downloadKey, type PluginFacts } from '../workspace/facts';
import type { ImportClosure } from './closure';
import type { UnknownImports, WhyUnknown } from './evidence';
import { sourcesOf } from './foreign-imports';
import type { Selector } from './selection';

/** The packages whose imports are not known, grouped by why; undefined if there are none. */
export function unknownImports(
  facts: PluginFacts,
  closure: ImportClosure,
  selector: Selector,
): UnknownImports | undefined {
  if (closure.unknown.size === 0) return undefined;
  const reasons = Array.from(closure.unknown.keys(), (path) => ({
    path,
    why: whyUnknown(path, facts, selector),
  }));
  const groups = groupBy(reasons, ({ why }) => JSON.stringify(why));
  return {
    dir: facts.dir,
    groups: [...groups.values()].flatMap((group) => {
      const [first] = group;
      return first ? [{ packages: group.map(({ path }) => path), why: first.why }] : [];
    }),
  };
}

/** Of several modules that may hold a package, the one that says most decides, else the one with the longest path. */
function whyUnknown(packagePath: string, facts: PluginFacts, selector: Selector): WhyUnknown {
  const reasons = Array.from(sourcesOf(packagePath, selector), ({ source }): WhyUnknown => {
    const module = pathAndVersion(source);
    const { path, version = '' } = source;
    if (!facts.goSum?.hasSource(path, version)) return { kind: 'no hash', module };
    const download = facts.downloads?.get(downloadKey({ path, version }));
    switch (download?.kind) {
      case undefined:
        return { kind: 'not read' };
      case 'failed':
        return { kind: 'not downloaded', failure: download.failure };
      case 'other source':
        return { kind: 'other source', module, url: download.url };
      case 'read':
        return { kind: 'not in its module', module };
    }
  });
  for (const kind of ['other source', 'not downloaded', 'not read', 'no hash'] as const) {
    const found = reasons.find((reason) => reason.kind === kind);
    if (found) return found;
  }
  return reasons[0] ?? { kind: 'no module' };
}
