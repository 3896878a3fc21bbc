import type { BuildTarget } from '../go-module/build-target';
import type { Release, ReleaseModule } from '../releases/types';
import type { PluginFacts } from '../workspace/facts';
import { importClosure, type ImportClosure } from './closure';
import { isPruned, Selector, type Selection } from './selection';

/** What says that the plugin links a package which the server links too, strongest first. */
export type LinkEvidence = 'imports' | 'vendor' | 'go.sum' | 'requirement';

/** A module of the release that the plugin links packages of, or may. */
export interface SharedModule {
  readonly module: ReleaseModule;
  /** Undefined where no committed file names the module. */
  readonly selection?: Selection;
  readonly evidence: LinkEvidence;
  /** What the evidence is, in words for a finding. */
  readonly because: string;
  /** False where the way to the module leads through a package at another version than the server's. */
  readonly certain: boolean;
  /** The plugin's own source imports a package of the module. */
  readonly direct: boolean;
  /** Linked packages of the module that the plugin is known to link. */
  readonly packages: readonly string[];
}

export interface Linking {
  readonly closure: ImportClosure;
  /** Sorted by module path. */
  readonly shared: readonly SharedModule[];
  readonly selector: Selector;
}

/** Decides which modules of the release the plugin shares with the server, and on what that rests. */
export function linkingOf(facts: PluginFacts, release: Release, target: BuildTarget): Linking {
  const selector = new Selector(facts);
  const atServerVersion = (packagePath: string): boolean => {
    const module = release.moduleOfPackage(packagePath);
    return module !== undefined && selector.select(module.path)?.version === module.version;
  };
  const closure = importClosure(facts, release, target, atServerVersion);

  const packagesOf = new Map<ReleaseModule, string[]>();
  for (const path of closure.shared.keys()) push(packagesOf, release.moduleOfPackage(path), path);
  const direct = new Set([...closure.ownImports].map((path) => release.moduleOfPackage(path)));

  const shared: SharedModule[] = [];
  for (const module of release.modules) {
    if (module.linkedPackages.length === 0) continue;
    const packages = packagesOf.get(module)?.sort() ?? [];
    const selection = selector.select(module.path);
    const found = packages[0]
      ? byImports(packages[0], closure)
      : closure.exact
        ? undefined
        : byFiles(module, selection, facts, closure);
    if (found) shared.push({ module, selection, ...found, direct: direct.has(module), packages });
  }
  return { closure, shared, selector };
}

type Found = Pick<SharedModule, 'evidence' | 'because' | 'certain'>;

function byImports(packagePath: string, closure: ImportClosure): Found {
  const reached = closure.shared.get(packagePath);
  const chain = reached?.chain.join(' → ') ?? packagePath;
  const line = reached ? `${reached.file}:${reached.position.line} imports ` : 'imports ';
  return { evidence: 'imports', because: `${line}${chain}`, certain: reached?.certain ?? true };
}

/** Where the closure ends in packages unknown here, the other committed files decide, else the requirement counts. */
function byFiles(
  module: ReleaseModule,
  selection: Selection | undefined,
  facts: PluginFacts,
  closure: ImportClosure,
): Found | undefined {
  const { vendor, goSum } = facts;
  if (vendor) {
    const listed = vendor.modules.find((m) => m.path === module.path)?.packages ?? [];
    const common = listed.find((path) => module.linkedPackages.includes(path));
    return common === undefined
      ? undefined
      : { evidence: 'vendor', because: `${vendor.file} lists ${common}`, certain: true };
  }
  // Without its zip hash in go.sum no package of a module can be compiled.
  if (goSum && selection?.version && !goSum.zipVersions(module.path).includes(selection.version)) return undefined;
  if (!selection || (selection.version === undefined && !goSum)) return undefined;
  const unknown = closure.unknown.keys().next().value;
  const through = unknown === undefined ? 'no main package was found' : `what ${unknown} imports is not known here`;
  if (!isPruned(facts.goMod) && selection.source === 'go.sum') {
    return { evidence: 'go.sum', because: `go.sum has its source, and ${through}`, certain: false };
  }
  return { evidence: 'requirement', because: `it is required, and ${through}`, certain: false };
}

function push<K, V>(map: Map<K, V[]>, key: K | undefined, value: V): void {
  if (key === undefined) return;
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
