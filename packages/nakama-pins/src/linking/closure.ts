import { type BuildTarget, isCompiled } from '../go-module/build-target';
import { isStandardPath } from '../go-module/standard-packages';
import type { Position } from '../input/problem';
import type { Release } from '../releases/release-model';
import type { PluginFacts } from '../workspace/facts';
import type { ForeignImports } from './foreign-imports';

/** How a package is reached: the file that imports it, or the package of the release that does. */
export interface Reached {
  /** The import line in the plugin's own source, or the first one on the way. */
  readonly file: string;
  readonly position: Position;
  /** From the plugin's own import to this package, both included. */
  readonly chain: readonly string[];
  /** How many packages the chain has. */
  readonly length: number;
  /** True if every package on the way has the server's version, so that its imports are those of the server. */
  readonly certain: boolean;
}

/** The packages that a plugin links, as far as the committed files and the catalog show. */
export interface ImportClosure {
  /** Packages that both the plugin and the server link. */
  readonly shared: ReadonlyMap<string, Reached>;
  /** Packages that the server lacks and whose imports are known. */
  readonly foreign: ReadonlyMap<string, Reached>;
  /** Packages outside the standard library whose imports are not known here. */
  readonly unknown: ReadonlyMap<string, Reached>;
  /** Packages of other modules that the plugin's own source imports. */
  readonly ownImports: ReadonlySet<string>;
  /** Packages of the plugin's own source and of local libraries, its main packages among them. */
  readonly local: ReadonlySet<string>;
  /** True if the set is complete: a main package was found and no package is unknown. */
  readonly exact: boolean;
}

/** One package on the way. Most ways are never shown, so the chain is put together when it is asked for. */
class Step implements Reached {
  readonly length: number;

  constructor(
    readonly path: string,
    readonly file: string,
    readonly position: Position,
    readonly certain: boolean,
    private readonly before?: Step,
  ) {
    this.length = (before?.length ?? 0) + 1;
  }

  get chain(): readonly string[] {
    return [...(this.before?.chain ?? []), this.path];
  }
}

/**
 * Follows the imports from the main package through the plugin's own and local packages (files that a target
 * compiles, no tests), and on through the release's import graph and what is known of other modules.
 *
 * @param foreignImports what packages outside the release import, as far as that is known
 * @param atServerVersion whether a package's module is selected at the server's version
 */
export function importClosure(
  facts: PluginFacts,
  release: Release,
  targets: readonly BuildTarget[],
  atServerVersion: (packagePath: string) => boolean,
  foreignImports: ForeignImports,
): ImportClosure {
  const shared = new Map<string, Reached>();
  const foreign = new Map<string, Reached>();
  const unknown = new Map<string, Reached>();
  const ownImports = new Set<string>();
  const visitedOwn = new Set<string>();
  // Two queues, so that a package is recorded by a certain way if there is one.
  const certainQueue: Step[] = [];
  const otherQueue: Step[] = [];
  // The first way to a package is the one that counts: of its queue, and before all those of the other queue.
  const queued = { certain: new Set<string>(), other: new Set<string>() };

  const visitOwn = (path: string): void => {
    if (visitedOwn.has(path)) return;
    visitedOwn.add(path);
    for (const source of facts.packages.get(path)?.files ?? []) {
      if (!isCompiled(source, targets)) continue;
      for (const { path: imported, position } of source.header.imports) {
        const reached = new Step(imported, source.file, position, true);
        if (facts.packages.has(imported)) {
          // A local copy of a server's package is still a package that both link.
          if (release.isLinked(imported)) {
            ownImports.add(imported);
            if (!shared.has(imported)) shared.set(imported, reached);
          }
          visitOwn(imported);
        } else if (!isStandardPath(imported)) {
          ownImports.add(imported);
          if (!queued.certain.has(imported)) certainQueue.push(reached);
          queued.certain.add(imported);
        }
      }
    }
  };
  for (const start of facts.startPackages) visitOwn(start);

  for (let head = 0, tail = 0; head < certainQueue.length || tail < otherQueue.length; ) {
    const reached = (head < certainQueue.length ? certainQueue[head++] : otherQueue[tail++]) as Step;
    const { path, file, position } = reached;
    if (shared.has(path) || foreign.has(path) || unknown.has(path)) continue;
    const ofServer = release.importsOf(path);
    const imports = ofServer ?? foreignImports(path);
    if (!imports) {
      unknown.set(path, reached);
      continue;
    }
    (ofServer ? shared : foreign).set(path, reached);
    const certain = reached.certain && (!ofServer || atServerVersion(path));
    const [queue, known] = certain ? [certainQueue, queued.certain] : [otherQueue, queued.other];
    for (const imported of imports) {
      if (known.has(imported) || queued.certain.has(imported)) continue;
      known.add(imported);
      queue.push(new Step(imported, file, position, certain, reached));
    }
  }
  return {
    shared,
    foreign,
    unknown,
    ownImports,
    local: visitedOwn,
    exact: facts.startPackages.length > 0 && unknown.size === 0,
  };
}
