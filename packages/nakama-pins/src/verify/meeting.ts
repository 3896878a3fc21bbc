import { InputError } from '../input/problem';
import { type Brought, broughtBy, originKey } from '../linking/brought';
import { type Linking, linkingOf } from '../linking/linking';
import { buildTargets } from './judge';
import type { OpenModule, UnreleasedModule } from './open-module';

/** A plugin that one server opens with another, and brings something that the other has in another way, or may have. */
export interface Rival {
  readonly dir: string;
  readonly brought: Brought;
}

/** What a plugin links, and the rivals that it meets. */
export interface Company {
  readonly linking: Linking;
  readonly brought: Brought;
  readonly rivals: readonly Rival[];
}

export interface MeetingOptions {
  /** Opens a module; each is opened once. */
  readonly open: (dir: string) => OpenModule | UnreleasedModule;
  /** The same word for plugins that one server opens. */
  readonly serverOf: (dir: string) => string;
}

/** Plugins that are judged together: tells each which others it can't be opened with. Nothing is read before it is asked. */
export class Meeting {
  private readonly members: readonly string[];
  private readonly linkings = new Map<string, Linking>();
  private tables: ReadonlyMap<string, Table> | undefined;

  /** @param dirs folders of modules; those that can't be read or have no release meet nobody */
  constructor(
    dirs: Iterable<string>,
    private readonly options: MeetingOptions,
  ) {
    this.members = [...new Set(dirs)].sort();
  }

  companyOf(module: OpenModule): Company {
    const { facts, release } = module;
    const { dir } = facts;
    const linking = this.linkingOf(module);
    const table = this.members.length > 1 ? this.table(dir) : undefined;
    const brought = table?.brought.get(dir) ?? broughtBy(facts, release, linking);
    // Of two with one path the server opens only one, whatever they bring.
    const rivals = (table?.rivalsOf(dir) ?? []).filter((rival) => !facts.samePath.includes(rival.dir));
    return { linking, brought, rivals };
  }

  private linkingOf({ facts, release }: OpenModule): Linking {
    let linking = this.linkings.get(facts.dir);
    if (!linking) {
      linking = linkingOf(facts, release, buildTargets(facts, release));
      this.linkings.set(facts.dir, linking);
    }
    return linking;
  }

  private table(dir: string): Table | undefined {
    this.tables ??= this.meet();
    return this.tables.get(this.options.serverOf(dir));
  }

  private meet(): Map<string, Table> {
    const tables = new Map<string, Table>();
    for (const dir of this.members) {
      const module = this.opened(dir);
      if (!module || module.facts.kind === 'library') continue;
      const server = this.options.serverOf(dir);
      const table = tables.get(server) ?? new Table();
      tables.set(server, table);
      table.add(dir, broughtBy(module.facts, module.release, this.linkingOf(module)));
    }
    return tables;
  }

  private opened(dir: string): OpenModule | undefined {
    try {
      const module = this.options.open(dir);
      return module.unreleased ? undefined : module;
    } catch (error) {
      // It is said where that module itself is judged.
      if (error instanceof InputError) return undefined;
      throw error;
    }
  }
}

/** What the plugins of one server bring: looked up by package and module, so that only rivals are compared. */
class Table {
  readonly brought = new Map<string, Brought>();
  /** Package or module -> origin -> folders. */
  private readonly index = new Map<string, Map<string, string[]>>();

  add(dir: string, brought: Brought): void {
    this.brought.set(dir, brought);
    for (const [key, origin] of entriesOf(brought)) {
      const origins = this.index.get(key) ?? new Map<string, string[]>();
      this.index.set(key, origins);
      const dirs = origins.get(origin);
      if (dirs) dirs.push(dir);
      else origins.set(origin, [dir]);
    }
  }

  rivalsOf(dir: string): Rival[] {
    const brought = this.brought.get(dir);
    const rivals = new Set<string>();
    for (const [key, own] of brought ? entriesOf(brought) : []) {
      const origins = this.index.get(key);
      if (!origins || origins.size < 2) continue;
      for (const [origin, dirs] of origins) if (origin !== own) dirs.forEach((other) => rivals.add(other));
    }
    return [...rivals].sort().flatMap((other) => {
      const theirs = this.brought.get(other);
      return theirs ? [{ dir: other, brought: theirs }] : [];
    });
  }
}

/** By package, and by module: two plugins may bring the same package from different modules. */
function entriesOf({ packages, perhaps }: Brought): Map<string, string> {
  const entries = new Map<string, string>();
  for (const [path, origin] of packages) {
    entries.set(path, originKey(origin));
    entries.set(`module ${origin.module}`, originKey(origin));
  }
  for (const [path, origin] of perhaps) entries.set(`module ${path}`, originKey(origin));
  return entries;
}
