import type { Found } from '../findings/finding';
import { isLocalReplace, replaceFor, requirementOf } from '../go-module/build-list';
import type { ModuleVersion, RequireDirective } from '../go-module/module-files';
import { moduleLine } from '../go-module/module-line';
import { longestPrefix } from '../go-module/package-path';
import type { FindingLocation } from '../input/problem';
import { usesVendor } from '../linking/selection';
import { sharedOf } from '../linking/shared-module';
import { type CheckInput, defineCheck } from './define-check';

/**
 * What go.sum says of the modules that are compiled: without the hashes of their source and their go.mod Go refuses to
 * build ("missing go.sum entry"), and hashes that differ from the server's own mean other source
 * (https://go.dev/ref/mod#go-sum-files; importFromFiles in cmd/go/internal/modload/import.go). Of a module that is
 * replaced by another one or another version, the replacement's hashes count; a folder and vendor/ need none, nor does a
 * requirement that nothing imports.
 */
export const goSum = defineCheck('go-sum', function* (input) {
  const { facts } = input;
  if (usesVendor(facts)) return;
  const uses = usesOf(input);
  const needed = facts.goMod.require.flatMap((require) => {
    const use = uses.get(require.path);
    return (use && neededOf(input, require, use)) ?? [];
  });
  if (facts.goSum) {
    for (const module of needed) yield* faultsOf(input, module);
  } else if (needed.length > 0) {
    yield absent(input);
  }
  yield* otherSources(input);
});

/** What a proxy serves is not what go.sum names: Go stops ("checksum mismatch"), wherever it is right. */
function* otherSources({ facts }: CheckInput): Iterable<Found<'go-sum'>> {
  for (const download of facts.downloads?.values() ?? []) {
    if (download.kind !== 'other source') continue;
    const { module, url, sum } = download;
    const line = facts.goSum?.linesOf(module.path, module.version ?? '').find(({ goModOnly }) => !goModOnly);
    if (!line) continue;
    yield {
      severity: 'error',
      location: { file: facts.goSum?.file ?? '', ...line.position },
      data: {
        kind: 'other source',
        module: module.path,
        version: line.version,
        url,
        hash: line.hash,
        found: sum,
      },
    };
  }
}

/** A module of which Go reads hashes. */
interface Needed {
  /** What is downloaded: the module, or what a replace puts in its place. */
  readonly module: Required<ModuleVersion>;
  /** False for one that Go only searches for a package which another module has: its go.mod is not read. */
  readonly isCompiled: boolean;
  readonly location: FindingLocation;
  /** The server's version, where another finding says that this one is not to be used. */
  readonly instead?: string;
}

function neededOf(input: CheckInput, require: RequireDirective, use: Use): Needed | undefined {
  const { facts, linking, release } = input;
  const { path, version, position } = require;
  const shared = sharedOf(linking.shared, path).find((s) => s.packages.length > 0);
  if (shared && shared.selection?.version !== version) return undefined;
  const replace = replaceFor(facts.goMod, path, version);
  if (replace && isLocalReplace(replace)) return undefined;
  const module = replace ? { ...replace.new, version: replace.new.version ?? '' } : { path, version };
  const location = { file: facts.goMod.file, ...(replace ?? { position }).position };
  const wanted = shared && release.module(path);
  // What another module's source stands for is not the pin's matter.
  const isOther = wanted && module.path === path && module.version !== wanted.version;
  return {
    module,
    isCompiled: use === 'compiled',
    location,
    ...(isOther && { instead: wanted.version }),
  };
}

/** What Go does with a module: it compiles a package of it, or only looks whether it has one too. */
type Use = 'compiled' | 'searched';

/**
 * Go takes a package from the listed module with the longest path, and searches the others whose path is the beginning
 * of the package's ("needed to verify package … is provided by exactly one module").
 */
function usesOf({ facts, linking }: CheckInput): Map<string, Use> {
  const { shared, foreign, unknown } = linking.closure;
  const uses = new Map<string, Use>();
  // Packages on the way at another version than the server's may import other ones.
  const reached = [...unknown].filter(([, { certain }]) => certain).map(([path]) => path);
  for (const packages of [shared.keys(), foreign.keys(), reached]) {
    for (const imported of packages) {
      let use: Use = 'compiled';
      longestPrefix(imported, (path) => {
        if (!requirementOf(facts.goMod, path)) return undefined;
        if (uses.get(path) !== 'compiled') uses.set(path, use);
        use = 'searched';
        return undefined;
      });
    }
  }
  return uses;
}

function absent({ facts: { goMod } }: CheckInput): Found<'go-sum'> {
  return {
    severity: 'error',
    location: moduleLine(goMod),
    data: { kind: 'no file' },
  };
}

function* faultsOf(input: CheckInput, needed: Needed): Iterable<Found<'go-sum'>> {
  const { facts, release } = input;
  const { module, isCompiled, location, instead } = needed;
  const { path, version } = module;
  const file = facts.goSum?.file ?? '';
  const known = facts.goSum?.linesOf(path, version) ?? [];
  for (const goModOnly of isCompiled ? [false, true] : [false]) {
    const hash = hashOf(input, module, goModOnly);
    const line = known.find((l) => l.goModOnly === goModOnly);
    if (!line) {
      const data = { kind: 'no line', goSum: file, module: path, version, goModOnly, hash } as const;
      yield {
        severity: 'error',
        location,
        data: { ...data, instead },
      };
    } else if (hash !== undefined && line.hash !== hash) {
      yield {
        severity: 'error',
        location: { file, ...line.position },
        data: { kind: 'other hash', module: path, version, release: release.version, hash, found: line.hash },
      };
    }
  }
}

/** Undefined if the release does not tell it. */
function hashOf(
  { release }: CheckInput,
  { path, version }: ModuleVersion,
  goModOnly: boolean,
): string | undefined {
  const module = release.module(path);
  if (!module || module.version !== version) return undefined;
  return goModOnly ? module.sums.goMod : module.sums.zip;
}
