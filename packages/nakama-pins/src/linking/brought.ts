import { isLocalReplace } from '../go-module/build-list';
import { moduleLine } from '../go-module/module-line';
import { pathAndVersion } from '../go-module/module-version';
import { isInModule } from '../go-module/package-path';
import type { FindingLocation } from '../input/problem';
import type { Release } from '../releases/release-model';
import { localModulesOf, type PluginFacts } from '../workspace/facts';
import type { Linking } from './linking';
import { type Selection, usesVendor, vendoredOf } from './selection';

/** Where a package comes from; if two plugins give it different origins, its fingerprints differ or may do so. */
export interface Origin {
  /** The path of its module. */
  readonly module: string;
  /** The required version, which is in the fingerprint; none for the plugin's own module. */
  readonly version?: string;
  /** What takes the module's place: a folder of the workspace, or another module and version. */
  readonly replacedBy?: string;
  /** Its source is in vendor/. */
  readonly vendored?: boolean;
  readonly location: FindingLocation;
}

/** What a plugin brings into a server that lacks it: the first plugin that is opened binds it for all that follow. */
export interface Brought {
  /** Packages that the plugin is known to link, and the server does not. */
  readonly packages: ReadonlyMap<string, Origin>;
  /** By path, modules of which the plugin may link packages: what imports them can't be read here. */
  readonly perhaps: ReadonlyMap<string, Origin>;
}

/** The same for origins that give a package the same fingerprint. */
export function originKey({ module, version = '', replacedBy = '' }: Origin): string {
  return `${module} ${version} ${replacedBy}`;
}

/** What the committed files say that a plugin brings. */
export function broughtBy(facts: PluginFacts, release: Release, { closure, selector }: Linking): Brought {
  const packages = new Map<string, Origin>();
  const origins = new Map<Selection, Origin>();
  for (const path of closure.local) {
    if (!release.isLinked(path) && !facts.startPackages.includes(path))
      packages.set(
        path,
        localOrigin(path, facts, (module) => selector.select(module)),
      );
  }
  for (const [path, { certain }] of [...closure.foreign, ...closure.unknown]) {
    const selection = certain ? selector.ofPackage(path) : undefined;
    if (!selection) continue;
    const origin = origins.get(selection) ?? originOf(selection, facts);
    origins.set(selection, origin);
    packages.set(path, origin);
  }
  const perhaps = new Map<string, Origin>();
  if (closure.unknown.size > 0) {
    for (const path of selector.paths()) {
      const isServers = (release.module(path)?.linkedPackages.length ?? 0) > 0;
      const selection = isServers ? undefined : selector.select(path);
      if (selection && mayBeCompiled(selection, facts)) perhaps.set(path, originOf(selection, facts));
    }
  }
  return { packages, perhaps };
}

/** Of the plugin's own module, or of a local library. */
function localOrigin(
  path: string,
  { goMod, dir, localModules }: PluginFacts,
  select: (module: string) => Selection | undefined,
): Origin {
  const own = { path: goMod.module?.path ?? '', dir };
  const holders = [own, ...localModules].filter((m) => isInModule(path, m.path));
  const [module = own] = holders.sort((a, b) => b.path.length - a.path.length);
  if (module === own) return { module: own.path, location: moduleLine(goMod) };
  const { version, location = moduleLine(goMod) } = select(module.path) ?? {};
  return {
    module: module.path,
    ...(version !== undefined && { version }),
    replacedBy: module.dir,
    location,
  };
}

function originOf(
  { path, version, source, replace, location }: Selection,
  { localModules }: PluginFacts,
): Origin {
  const replacedBy = replace && replacementOf(path, replace, localModules);
  return {
    module: path,
    ...(version !== undefined && { version }),
    ...(replacedBy !== undefined && { replacedBy }),
    ...(source === 'vendor' && { vendored: true }),
    location,
  };
}

/** A folder is called as from the root: two plugins reach it by different paths. */
function replacementOf(
  path: string,
  replace: NonNullable<Selection['replace']>,
  localModules: PluginFacts['localModules'],
): string {
  const folder = isLocalReplace(replace) ? localModulesOf(localModules, path)[0]?.dir : undefined;
  return folder ?? pathAndVersion(replace.new);
}

/** Without its source, no package of a module can be compiled. */
function mayBeCompiled({ path, version, replace }: Selection, facts: PluginFacts): boolean {
  const { goSum, vendor } = facts;
  if (usesVendor(facts)) return ((vendor && vendoredOf(vendor.modules, path)[0]?.packages.length) ?? 0) > 0;
  if (version === undefined) return false;
  return replace !== undefined || goSum === undefined || goSum.hasSource(path, version);
}
