import { type Brought, type Origin, originKey } from './brought';

/** A module that two plugins bring in different ways, so that at most one of the two is opened. */
export interface Conflict {
  readonly own: Origin;
  readonly theirs: Origin;
  /** Packages that both link, sorted; empty if that is not known of any. */
  readonly packages: readonly string[];
  /** False if the two may be alike all the same: no common package is known, or only a replacement differs. */
  readonly certain: boolean;
}

/** A conflict with one other plugin of the server. */
export interface Clash extends Conflict {
  /** The other plugin's folder. */
  readonly dir: string;
}

/** What keeps two plugins apart in one server, sorted by module. */
export function conflictsBetween(own: Brought, theirs: Brought): Conflict[] {
  const found = new Map<string, Conflict & { readonly packages: string[] }>();
  for (const [path, origin] of own.packages) {
    const other = theirs.packages.get(path);
    if (!other || isSame(origin, other)) continue;
    const known = found.get(origin.module);
    if (known) known.packages.push(path);
    else found.set(origin.module, conflict(origin, other, [path]));
  }
  const [mine, others] = [modulesOf(own), modulesOf(theirs)];
  for (const [module, { origin, open }] of mine) {
    const other = others.get(module);
    if (!other || found.has(module) || isSame(origin, other.origin)) continue;
    // All packages of the module that either of them links are known, and none is common.
    if (!open && !other.open) continue;
    found.set(module, conflict(origin, other.origin, []));
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { packages, ...rest }]) => ({ ...rest, packages: packages.sort() }));
}

function conflict(own: Origin, theirs: Origin, packages: string[]): Conflict & { packages: string[] } {
  const isOther = own.module !== theirs.module || own.version !== theirs.version;
  return { own, theirs, packages, certain: packages.length > 0 && isOther };
}

function isSame(a: Origin, b: Origin): boolean {
  return originKey(a) === originKey(b);
}

/** Each module, and whether the plugin may link more packages of it than are known. */
function modulesOf({ packages, perhaps }: Brought): Map<string, { origin: Origin; open: boolean }> {
  const modules = new Map<string, { origin: Origin; open: boolean }>();
  for (const origin of packages.values()) modules.set(origin.module, { origin, open: false });
  for (const [module, origin] of perhaps) modules.set(module, { origin, open: true });
  return modules;
}
