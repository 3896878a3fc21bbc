import { isLocalReplace, isPruned } from '../go-module/build-list';
import type { GoMod, GoSum } from '../go-module/module-files';
import { groupBy } from '../input/group-by';
import { under } from './folders';

/** What a plugin asks for, as far as it decides which versions it is built with. */
export interface Demands {
  readonly dir: string;
  /** The same word for plugins that one server opens. */
  readonly server: string;
  /** Module path -> all that decides the module's version and content. */
  readonly words: ReadonlyMap<string, string>;
}

/** The files that say what a plugin asks for. */
export interface DemandingFiles {
  /** The plugin's folder. */
  readonly dir: string;
  readonly goMod: GoMod;
  /** go.mod files of the local libraries. */
  readonly libraries: readonly GoMod[];
  /** Below go 1.17 it decides, too. */
  readonly goSum?: GoSum;
}

/** The plugin's own module, which has no version. */
const OWN = 'own';

/**
 * Which plugins of a server may bring one package in two ways: those that ask for a module in different words. It knows
 * no release and reads no source, so it names more plugins than conflict, and none too few.
 *
 * @returns folder -> folders of its rivals, sorted; a plugin without any is left out
 */
export function findRivals(plugins: readonly Demands[]): Map<string, string[]> {
  const rivals = new Map<string, Set<string>>();
  for (const together of groupBy(plugins, ({ server }) => server).values()) {
    if (together.length > 1) compare(together, rivals);
  }
  return new Map(Array.from(rivals, ([dir, others]) => [dir, [...others].sort()]));
}

function compare(plugins: readonly Demands[], rivals: Map<string, Set<string>>): void {
  const asked = new Map<string, Map<string, string>>();
  for (const plugin of plugins) {
    for (const [module, words] of plugin.words) {
      const byPlugin = asked.get(module) ?? new Map<string, string>();
      asked.set(module, byPlugin);
      byPlugin.set(plugin.dir, words);
    }
  }
  for (const [module, byDir] of asked) {
    const groups = groupBy([...byDir, ...above(module, byDir, asked)], ([, words]) => words);
    if (groups.size < 2) continue;
    const dirs = [...groups.values()].map((group) => group.map(([dir]) => dir));
    for (const group of dirs) {
      for (const dir of group) {
        const known = rivals.get(dir) ?? new Set<string>();
        rivals.set(dir, known);
        for (const other of dirs) if (other !== group) other.forEach((rival) => known.add(rival));
      }
    }
  }
}

/** Modules are split and merged: one plugin has a package from `x/y/z`, the other from `x/y`. */
function above(
  module: string,
  byDir: ReadonlyMap<string, string>,
  asked: ReadonlyMap<string, ReadonlyMap<string, string>>,
): [string, string][] {
  const found = new Map<string, string>();
  for (let end = module.lastIndexOf('/'); end > 0; end = module.lastIndexOf('/', end - 1)) {
    const parent = module.slice(0, end);
    for (const [dir, words] of asked.get(parent) ?? []) {
      // The folder of a plugin is not in the module of one above it.
      if (!byDir.has(dir) && !found.has(dir) && words !== OWN) found.set(dir, `${parent} ${words}`);
    }
  }
  return [...found];
}

/** What the files of a plugin ask for, without the files: a workspace has many. */
export function demandsOf(files: DemandingFiles, server: string): Demands {
  return { dir: files.dir, server, words: wordsOf(files) };
}

/** For each module that a plugin asks for, all that decides its version and content. */
export function wordsOf({ dir, goMod, libraries, goSum }: DemandingFiles): Map<string, string> {
  const words = new Map<string, Set<string>>();
  const add = (module: string, word: string): void => {
    const known = words.get(module);
    if (known) known.add(word);
    else words.set(module, new Set([word]));
  };
  for (const { require } of [goMod, ...libraries]) {
    for (const { path, version } of require) add(path, version);
  }
  for (const replace of goMod.replace) {
    const { path, version = '' } = replace.new;
    add(
      replace.old.path,
      `${replace.old.version ?? ''} => ${isLocalReplace(replace) ? under(dir, path) : path} ${version}`,
    );
  }
  if (goSum && !isPruned(goMod)) {
    for (const { path, version, goModOnly } of goSum.lines) if (!goModOnly) add(path, version);
  }
  const all = new Map(Array.from(words, ([module, list]) => [module, [...list].sort().join(' ')]));
  if (goMod.module) all.set(goMod.module.path, OWN);
  return all;
}
