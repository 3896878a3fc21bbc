import { InputError } from '../input/problem';
import { type Brought, broughtBy } from '../linking/brought';
import { type Linking, linkingOf } from '../linking/linking';
import { type Demands, findRivals } from '../workspace/rivals';
import { buildTargets } from './judge';
import type { OpenModule, UnreleasedModule } from './open-module';

/** A plugin that one server opens with another, and that may bring something which the other has in another way. */
export interface Rival {
  readonly dir: string;
  readonly brought: Brought;
}

/** A plugin that has rivals: what it links, and what each of them brings. */
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

/** Plugins that are judged together: tells each which others it may not be opened with. Nothing is read before it is asked. */
export class Meeting {
  private readonly members: readonly string[];
  private readonly linked = new Map<string, Omit<Company, 'rivals'>>();
  private rivals: ReadonlyMap<string, readonly string[]> | undefined;

  /** @param dirs folders of modules; those that can't be read or have no release meet nobody */
  constructor(
    dirs: Iterable<string>,
    private readonly options: MeetingOptions,
  ) {
    this.members = [...new Set(dirs)].sort();
  }

  /** Undefined for a plugin without rivals, as most are. */
  companyOf(module: OpenModule): Company | undefined {
    if (this.members.length < 2 || module.facts.kind === 'library') return undefined;
    this.rivals ??= findRivals(this.members.flatMap((dir) => this.demandsOf(dir)));
    const { dir, samePath } = module.facts;
    // Of two with one path the server opens only one, whatever they bring.
    const others = (this.rivals.get(dir) ?? []).filter((other) => !samePath.includes(other));
    if (others.length === 0) return undefined;
    const rivals = others.flatMap((other) => {
      const opened = this.opened(other);
      return opened ? [{ dir: other, brought: this.linkedBy(opened).brought }] : [];
    });
    return { ...this.linkedBy(module), rivals };
  }

  private linkedBy({ facts, release }: OpenModule): Omit<Company, 'rivals'> {
    const known = this.linked.get(facts.dir);
    if (known) return known;
    const linking = linkingOf(facts, release, buildTargets(facts, release));
    const linked = { linking, brought: broughtBy(facts, release, linking) };
    this.linked.set(facts.dir, linked);
    return linked;
  }

  private demandsOf(dir: string): Demands[] {
    const module = this.opened(dir);
    if (!module || module.facts.kind === 'library') return [];
    const { goMod, goSum, localModules } = module.facts;
    const libraries = localModules.flatMap((library) => library.goMod ?? []);
    return [{ dir, server: this.options.serverOf(dir), goMod, goSum, libraries }];
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
