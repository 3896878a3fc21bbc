import { isPruned } from '../go-module/build-list';
import type { BuildTarget } from '../go-module/build-target';
import type { Release, ReleaseModule } from '../releases/release-model';
import type { PluginFacts } from '../workspace/facts';
import { moduleCopies, type ModuleCopy } from './changed-copies';
import { type ImportClosure, importClosure, type Reached } from './closure';
import { provesLinking, type UnknownImports } from './evidence';
import { foreignImports } from './foreign-imports';
import { type Selection, Selector, vendoredOf } from './selection';
import type { SharedModule } from './shared-module';
import { unknownImports } from './unknown-imports';

export type { SharedModule };

export interface Linking {
  readonly closure: ImportClosure;
  /** Sorted by module path. */
  readonly shared: readonly SharedModule[];
  readonly selector: Selector;
  /** Shared modules that are compiled from vendor/ or a folder; their files are read when this is first asked for. */
  readonly copies: readonly ModuleCopy[];
}

/** True if the plugin is known to link a package of the module that the server links too. */
export function isProved({ evidence }: SharedModule): boolean {
  return provesLinking(evidence);
}

/** Decides which modules of the release the plugin shares with the server, and by what evidence. */
export function linkingOf(facts: PluginFacts, release: Release, targets: readonly BuildTarget[]): Linking {
  const selector = new Selector(facts, (path) => release.module(path)?.version);
  const atServerVersion = (packagePath: string): boolean => {
    const module = release.moduleOfPackage(packagePath);
    return module !== undefined && selector.select(module.path)?.version === module.version;
  };
  const closure = importClosure(
    facts,
    release,
    targets,
    atServerVersion,
    foreignImports(facts, selector, targets),
  );

  const packagesOf = new Map<ReleaseModule, string[]>();
  for (const path of closure.shared.keys()) push(packagesOf, release.moduleOfPackage(path), path);
  const direct = new Set([...closure.ownImports].map((path) => release.moduleOfPackage(path)));

  let unread: { readonly imports: UnknownImports | undefined } | undefined;
  const unknown = (): UnknownImports | undefined =>
    (unread ??= { imports: unknownImports(facts, closure, selector) }).imports;
  const shared: SharedModule[] = [];
  for (const module of release.modules) {
    if (module.linkedPackages.length === 0) continue;
    const packages = packagesOf.get(module)?.sort() ?? [];
    // A package that a complete set lacks is not linked, also if go.mod requires its module.
    if (packages.length === 0 && closure.exact) continue;
    const selection = selector.select(module.path);
    const parent = selection ? undefined : parentOf(module.path, selector);
    const found =
      packages.length > 0
        ? byImports(packages, closure)
        : byFiles(module, selection ?? parent, facts, unknown);
    if (!found) continue;
    shared.push({ module, selection, parent, ...found, direct: direct.has(module), packages });
  }
  let copies: readonly ModuleCopy[] | undefined;
  return {
    closure,
    shared,
    selector,
    get copies() {
      return (copies ??= moduleCopies(facts, release, targets, { shared, closure }));
    },
  };
}

type Found = Pick<SharedModule, 'evidence' | 'certain'>;

/** The shortest chain of imports is the one to show. */
function byImports(packages: readonly string[], closure: ImportClosure): Found | undefined {
  let shortest: Reached | undefined;
  let certain = false;
  for (const path of packages) {
    const way = closure.shared.get(path);
    if (!way) continue;
    if (!shortest || way.length < shortest.length) shortest = way;
    certain ||= way.certain;
  }
  if (!shortest) return undefined;
  const { file, position, chain } = shortest;
  return { evidence: { kind: 'imports', file, line: position.line, chain }, certain };
}

/**
 * `google.golang.org/genproto` for `google.golang.org/genproto/googleapis/rpc`: modules are split and merged in this
 * way. The module of a major version (`/v2`) was never a part of the one above it.
 */
function parentOf(path: string, selector: Selector): Selection | undefined {
  if (/\/v\d+$/.test(path)) return undefined;
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const parent = selector.select(path.slice(0, end));
    if (parent?.version !== undefined) return parent;
  }
  return undefined;
}

/** If the closure ends in unknown packages, the other committed files decide, else the requirement counts. */
function byFiles(
  module: ReleaseModule,
  selection: Selection | undefined,
  facts: PluginFacts,
  unknownOf: () => UnknownImports | undefined,
): Found | undefined {
  const { vendor, goSum } = facts;
  if (vendor) {
    const listed = vendoredOf(vendor.modules, module.path)[0]?.packages ?? [];
    const linked = new Set(module.linkedPackages);
    const common = listed.find((path) => linked.has(path));
    return common === undefined
      ? undefined
      : { evidence: { kind: 'vendor', file: vendor.file, package: common }, certain: true };
  }
  // Without the hash of its source in go.sum, no package of a module can be compiled.
  if (!selection || (selection.version === undefined && !goSum)) return undefined;
  if (goSum && selection.version && !goSum.hasSource(selection.path, selection.version)) return undefined;
  const unknown = unknownOf();
  const kind = !isPruned(facts.goMod) && selection.source === 'go.sum' ? 'go.sum' : 'requirement';
  return {
    evidence: { kind, ...(unknown && { unknown }) },
    certain: false,
  };
}

function push<K, V>(map: Map<K, V[]>, key: K | undefined, value: V): void {
  if (key === undefined) return;
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
