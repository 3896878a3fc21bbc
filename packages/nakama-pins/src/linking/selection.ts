import { isPruned, replaceFor, usesVendorFolder } from '../go-module/build-list';
import type { GoMod, ReplaceDirective, VendoredModule } from '../go-module/module-files';
import { moduleLine } from '../go-module/module-line';
import { compareVersions } from '../go-module/module-version';
import { longestPrefix } from '../go-module/package-path';
import { byKey } from '../input/by-key';
import type { FindingLocation } from '../input/problem';
import type { PluginFacts } from '../workspace/facts';

/** Where the version that `go build` uses for a module was read. */
export type SelectionSource = 'go.mod' | 'local-library' | 'vendor' | 'go.sum';

/** The version of one module that the plugin is built with, as far as the committed files show. */
export interface Selection {
  readonly path: string;
  /** Undefined if go.mod does not list the module and go.sum does not settle the version. */
  readonly version?: string;
  readonly source: SelectionSource;
  /** The line to fix. */
  readonly location: FindingLocation;
  readonly replace?: ReplaceDirective;
}

/** True if `go build` uses vendor/ by itself. */
export function usesVendor(facts: PluginFacts): boolean {
  return facts.vendor !== undefined && usesVendorFolder(facts.goMod);
}

/** The sections of a module in vendor/modules.txt. */
export const vendoredOf = byKey(({ path }: VendoredModule) => path);

/** Tells with which version of a module the plugin is built. */
export class Selector {
  private readonly required = new Map<string, Selection>();
  private readonly selected = new Map<string, Selection | undefined>();
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

  /** The selection of a module; undefined if no committed file names it. */
  select(path: string): Selection | undefined {
    if (!this.selected.has(path)) this.selected.set(path, this.selectNow(path));
    return this.selected.get(path);
  }

  private selectNow(path: string): Selection | undefined {
    const required = this.required.get(path);
    const found = this.fromVendor(path) ?? (this.pruned ? required : this.fromGoSum(path, required));
    if (!found) return undefined;
    const replace = replaceFor(this.facts.goMod, path, found.version);
    return replace ? { ...found, replace } : found;
  }

  /** The selection of the module that has a package: the longest path counts. */
  ofPackage(path: string): Selection | undefined {
    return longestPrefix(path, (prefix) => this.select(prefix));
  }

  /** Paths of the modules that go.mod, or a local library's, requires. */
  paths(): Iterable<string> {
    return this.required.keys();
  }

  /** Minimal version selection over the written requirements: the highest wins. */
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
    const vendored = vendor && vendoredOf(vendor.modules, path).find((m) => m.version !== undefined);
    if (!vendor || !vendored?.version) return undefined;
    const required = this.required.get(path);
    const location =
      required?.version === vendored.version
        ? required.location
        : { file: vendor.file, ...vendored.position };
    return { path, version: vendored.version, source: 'vendor', location };
  }

  /**
   * Before go 1.17, go.mod files of other modules may raise a requirement. go.sum has the source hash of what is
   * compiled, but also hashes of earlier selections, so several candidates decide only if none is the server's.
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
    const location = required?.location ?? moduleLine(goMod);
    const server = this.serverVersion(path);
    const open = others.length > 0 && server !== undefined && candidates.includes(server);
    const source = required?.version === first && others.length === 0 ? required.source : 'go.sum';
    return { path, version: open ? undefined : (others.at(-1) ?? first), source, location };
  }
}
