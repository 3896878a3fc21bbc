import semver from 'semver';
import type { GoMod, ReplaceDirective } from '../go-module/types';
import type { FindingLocation } from '../findings/types';
import type { PluginFacts } from '../workspace/facts';

/** Where the version that `go build` uses for a module was read. */
export type SelectionSource = 'go.mod' | 'local-library' | 'vendor' | 'go.sum';

/** The version of one module that the plugin is built with, as far as the committed files tell. */
export interface Selection {
  readonly path: string;
  /** Undefined where nothing in go.mod holds it and go.sum does not settle it. */
  readonly version?: string;
  readonly source: SelectionSource;
  /** The line to mend. */
  readonly location: FindingLocation;
  readonly replace?: ReplaceDirective;
}

/**
 * True where the go.mod lists every module that the build needs, so that its text is the selection
 * (graph pruning, go >= 1.17: https://go.dev/ref/mod#graph-pruning). A missing go line means go 1.16.
 */
export function isPruned(goMod: GoMod): boolean {
  return goVersionAtLeast(goMod.go?.version ?? '1.16', 1, 17);
}

/** True where `go build` uses vendor/ by itself: it exists and go >= 1.14 (https://go.dev/ref/mod#vendoring). */
export function usesVendor(facts: PluginFacts): boolean {
  return facts.vendor !== undefined && goVersionAtLeast(facts.goMod.go?.version ?? '1.16', 1, 14);
}

function goVersionAtLeast(version: string, major: number, minor: number): boolean {
  const [a = 0, b = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return a > major || (a === major && b >= minor);
}

/** Orders two module versions; an unreadable one counts as lowest. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [semver.parse(a), semver.parse(b)];
  if (x && y) return semver.compareBuild(x, y);
  return x ? 1 : y ? -1 : 0;
}

/** The replace that applies to a module version: one naming the version wins over one for all versions. */
export function replaceFor(goMod: GoMod, path: string, version?: string): ReplaceDirective | undefined {
  const candidates = goMod.replace.filter((r) => r.old.path === path);
  return (
    candidates.find((r) => r.old.version !== undefined && r.old.version === version) ??
    candidates.find((r) => r.old.version === undefined)
  );
}

/** True where the right side of a replace is a folder. */
export function isLocalReplace(replace: ReplaceDirective): boolean {
  return replace.new.version === undefined;
}

/** Answers, for any module path, with which version the plugin is built. */
export class Selector {
  private readonly required = new Map<string, Selection>();
  private readonly pruned: boolean;

  /** @param serverVersion the release's version of a module */
  constructor(
    private readonly facts: PluginFacts,
    private readonly serverVersion: (path: string) => string | undefined,
  ) {
    this.pruned = isPruned(facts.goMod);
    this.collect(facts.goMod, 'go.mod');
    for (const library of facts.localModules) {
      if (library.goMod) this.collect(library.goMod, 'local-library');
    }
  }

  /** The selection of a module; undefined where no committed file names it. */
  select(path: string): Selection | undefined {
    const required = this.required.get(path);
    const found = this.fromVendor(path) ?? (this.pruned ? required : this.fromGoSum(path, required));
    if (!found) return undefined;
    const replace = replaceFor(this.facts.goMod, path, found.version);
    return replace ? { ...found, replace } : found;
  }

  /** Minimal version selection over what is written down: the highest requirement wins. */
  private collect(goMod: GoMod, source: SelectionSource): void {
    for (const { path, version, versionPosition } of goMod.require) {
      const known = this.required.get(path);
      if (known?.version && compareVersions(known.version, version) >= 0) continue;
      const location = { file: goMod.file, ...versionPosition };
      this.required.set(path, { path, version, source, location });
    }
  }

  private fromVendor(path: string): Selection | undefined {
    if (!usesVendor(this.facts)) return undefined;
    const { vendor } = this.facts;
    const vendored = vendor?.modules.find((m) => m.path === path && m.version !== undefined);
    if (!vendor || !vendored?.version) return undefined;
    const required = this.required.get(path);
    const location =
      required?.version === vendored.version
        ? required.location
        : { file: vendor.file, ...vendored.position };
    return { path, version: vendored.version, source: 'vendor', location };
  }

  /**
   * Before go 1.17 other modules' go.mod files may lift a requirement. What is compiled has its source hash in go.sum,
   * where hashes of earlier selections stay too: several candidates decide only when none of them is the server's.
   */
  private fromGoSum(path: string, required: Selection | undefined): Selection | undefined {
    const { goSum, goMod } = this.facts;
    const floor = required?.version;
    const candidates = (goSum?.zipVersions(path) ?? [])
      .filter((version) => floor === undefined || compareVersions(version, floor) >= 0)
      .sort(compareVersions);
    const [first, ...others] = candidates;
    if (first === undefined) {
      const version = goSum ? floor : undefined;
      return required && { ...required, version };
    }
    const location = required?.location ?? {
      file: goMod.file,
      ...(goMod.module?.position ?? { line: 1, column: 1 }),
    };
    const server = this.serverVersion(path);
    const open = others.length > 0 && server !== undefined && candidates.includes(server);
    const source = required?.version === first && others.length === 0 ? required.source : 'go.sum';
    return { path, version: open ? undefined : (others.at(-1) ?? first), source, location };
  }
}
