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
    return chainTo(this);
  }

  /** The steps from this one back to the plugin's own import. */
  *back(): Iterable<Step> {
    yield this;
    for (let step = this.before; step; step = step.before) yield step;
  }
}

/** Of a chain that is longer than anybody reads, the first packages and the last ones are named. */
const CHAIN_START = 8;
const CHAIN_END = 8;

function chainTo(last: Step): string[] {
  const first: string[] = [];
  const end: string[] = [];
  let place = last.length;
  for (const { path } of last.back()) {
    if (end.length < CHAIN_END) end.push(path);
    else if (place <= CHAIN_START) first.push(path);
    place--;
  }
  const left = last.length - first.length - end.length;
  return [...first.reverse(), ...(left > 0 ? [`${left} more`] : []), ...end.reverse()];
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

  // No recursion: a chain of packages may be longer than the stack.
  const imports: Iterator<Step>[] = [];
  const visitOwn = (path: string): void => {
    if (visitedOwn.has(path)) return;
    visitedOwn.add(path);
    imports.push(ownImportsOf(path, facts, targets));
  };
  for (const start of facts.startPackages) {
    visitOwn(start);
    for (let last = imports.at(-1); last; last = imports.at(-1)) {
      const { done, value: reached } = last.next();
      if (done) {
        imports.pop();
        continue;
      }
      const { path } = reached;
      if (facts.packages.has(path)) {
        // A local copy of a server's package is still a package that both link.
        if (release.isLinked(path)) {
          ownImports.add(path);
          if (!shared.has(path)) shared.set(path, reached);
        }
        visitOwn(path);
      } else if (!isStandardPath(path)) {
        ownImports.add(path);
        if (!queued.certain.has(path)) certainQueue.push(reached);
        queued.certain.add(path);
      }
    }
  }

  for (let head = 0, tail = 0; head < certainQueue.length || tail < otherQueue.length; ) {
    const reached = (head < certainQueue.length ? certainQueue[head++] : otherQueue[tail++]) as Step;
    const { path, file, position } = reached;
    if (shared.has(path) || foreign.has(path) || unknown.has(path)) continue;
    const ofServer = release.importsOf(path);
    const imported = ofServer ?? foreignImports(path);
    if (!imported) {
      unknown.set(path, reached);
      continue;
    }
    (ofServer ? shared : foreign).set(path, reached);
    const certain = reached.certain && (!ofServer || atServerVersion(path));
    const [queue, known] = certain ? [certainQueue, queued.certain] : [otherQueue, queued.other];
    for (const next of imported) {
      if (known.has(next) || queued.certain.has(next)) continue;
      known.add(next);
      queue.push(new Step(next, file, position, certain, reached));
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

/** The imports of the files of a package that a target compiles. */
function* ownImportsOf(path: string, facts: PluginFacts, targets: readonly BuildTarget[]): Iterator<Step> {
  for (const source of facts.packages.get(path)?.files ?? []) {
    if (!isCompiled(source, targets)) continue;
    for (const { path: imported, position } of source.header.imports)
      yield new Step(imported, source.file, position, true);
  }
}
