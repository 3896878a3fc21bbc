import { orUndefined } from '../input/problem';
import { type Brought, broughtBy } from '../linking/brought';
import { type Linking, linkingOf } from '../linking/linking';
import { type Demands, demandsOf, findRivals } from '../workspace/rivals';
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
  /** What was noted of modules that were opened before. */
  readonly noted?: ReadonlyMap<string, readonly Demands[]>;
}

/** What a module asks for; nothing if it is a library. */
export function demandsOfModule({ facts }: OpenModule, serverOf: (dir: string) => string): Demands[] {
  if (facts.kind === 'library') return [];
  const { dir, goMod, goSum, localModules } = facts;
  const libraries = localModules.flatMap((library) => library.goMod ?? []);
  return [demandsOf({ dir, goMod, goSum, libraries }, serverOf(dir))];
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
    const { dir, samePath } = module.facts;
    // Of two with one path the server opens only one, whatever they bring.
    const others = (this.allRivals().get(dir) ?? []).filter((other) => !samePath.includes(other));
    if (others.length === 0) return undefined;
    const rivals = others.flatMap((other) => {
      const opened = this.opened(other);
      return opened ? [{ dir: other, brought: this.linkedBy(opened).brought }] : [];
    });
    return { ...this.linkedBy(module), rivals };
  }

  /** Folders of the members that may not meet another one. */
  withRivals(): ReadonlySet<string> {
    return new Set(this.members.length < 2 ? [] : this.allRivals().keys());
  }

  private allRivals(): ReadonlyMap<string, readonly string[]> {
    return (this.rivals ??= findRivals(this.members.flatMap((dir) => this.demandsOf(dir))));
  }

  private linkedBy({ facts, release }: OpenModule): Omit<Company, 'rivals'> {
    const known = this.linked.get(facts.dir);
    if (known) return known;
    const linking = linkingOf(facts, release, buildTargets(facts, release));
    const linked = { linking, brought: broughtBy(facts, release, linking) };
    this.linked.set(facts.dir, linked);
    return linked;
  }

  private demandsOf(dir: string): readonly Demands[] {
    const noted = this.options.noted?.get(dir);
    if (noted) return noted;
    const module = this.opened(dir);
    return module ? demandsOfModule(module, this.options.serverOf) : [];
  }

  private opened(dir: string): OpenModule | undefined {
    // That it can't be read is said where that module itself is judged.
    const module = orUndefined(() => this.options.open(dir));
    return module?.unreleased ? undefined : module;
  }
}
