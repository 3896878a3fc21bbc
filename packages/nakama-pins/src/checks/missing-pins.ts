import { posix } from 'node:path';
import type { Found } from '../findings/finding';
import type { MissingPin } from '../findings/wording/missing-pins';
import { folderFrom, isPruned, requirementFor, requirementOf } from '../go-module/build-list';
import { isCompiled } from '../go-module/build-target';
import { isInModule, longestPrefix } from '../go-module/package-path';
import { isBesideStandard, isStandardPath } from '../go-module/standard-packages';
import type { FindingLocation } from '../input/problem';
import { isProved, type SharedModule } from '../linking/linking';
import { usesVendor } from '../linking/selection';
import { localModulesOf, type PluginFacts } from '../workspace/facts';
import { type CheckInput, defineCheck } from './define-check';
import { lacksSums } from './lacks-sums';

/**
 * A shared module that go.mod does not hold. With go >= 1.17 Go refuses to build ("updates to go.mod needed") and
 * the tidy that fixes it may choose another version than the server's; before, the whole module graph decides.
 */
export const missingPins = defineCheck('missing-pins', function* (input) {
  const { facts, linking } = input;
  const { goMod } = facts;
  const pinOf = isPruned(goMod) ? unlisted : unpruned;
  yield* onlyInGoWork(input);
  yield* notInStd(input);
  if (isPruned(goMod)) yield* unprovided(input);
  const listed = new Set(goMod.require.map((r) => r.path));
  const end = goMod.require.at(-1)?.position ?? goMod.module?.position ?? { line: 1, column: 1 };

  for (const shared of linking.shared) {
    const { module, selection } = shared;
    if (selection?.source === 'vendor' || (listed.has(module.path) && selection?.version !== undefined))
      continue;
    const missing = pinOf(shared, facts);
    if (missing) yield { location: selection?.location ?? { file: goMod.file, ...end }, ...missing };
  }
});

/**
 * A package that no listed module can hold: an import of the plugin's own ("no required module provides package"), or one
 * of a package that it links ("updates to go.mod needed").
 */
function* unprovided({ facts, linking: { closure }, release }: CheckInput): Iterable<Found<'missing-pins'>> {
  for (const [path, { file, position, chain, certain }] of [...closure.unknown, ...closure.foreign]) {
    if (!certain || requirementFor(facts.goMod, path)) continue;
    // vendor/ has the packages, whatever go.mod lists.
    if (chain.length > 1 && usesVendor(facts)) continue;
    const module = release.moduleOfPackage(path);
    yield {
      severity: 'error',
      location: { file, ...position },
      data: {
        kind: 'not provided',
        package: path,
        chain,
        requirement: module && {
          path: module.path,
          version: module.version,
          isUnsummed: lacksSums(facts, module.path, module.version),
        },
      },
    };
  }
}

/** Imports of the plugin's own packages, each path once, where it is first met. */
function ownImports({ facts, targets }: CheckInput): Map<string, FindingLocation> {
  const places = new Map<string, FindingLocation>();
  for (const { files } of facts.packages.values()) {
    for (const source of files) {
      if (!isCompiled(source, targets)) continue;
      for (const { path, position } of source.header.imports)
        if (!places.has(path)) places.set(path, { file: source.file, ...position });
    }
  }
  return places;
}

/** go.work provides the package, and builds with GOWORK=off do not see it ("no required module provides package"). */
function* onlyInGoWork(input: CheckInput): Iterable<Found<'missing-pins'>> {
  const { facts } = input;
  if (facts.goWorkModules.length === 0) return;
  const said = new Set<string>();
  for (const [path, location] of ownImports(input)) {
    const library =
      facts.packages.has(path) &&
      longestPrefix(path, (prefix) => localModulesOf(facts.goWorkModules, prefix)[0]);
    if (!library || said.has(library.path)) continue;
    said.add(library.path);
    yield {
      severity: 'error',
      location,
      data: {
        kind: 'only in go.work',
        package: path,
        module: library.path,
        goWork: facts.goWork?.goWork.file ?? 'go.work',
        goMod: facts.goMod.file,
        folder: folderFrom(facts.dir, library.dir),
        isRequired: requirementOf(facts.goMod, library.path) !== undefined,
      },
    };
  }
}

/** "package … is not in std": a path without a dot is of the standard library, or of a folder that go.mod replaces it by. */
function* notInStd(input: CheckInput): Iterable<Found<'missing-pins'>> {
  const { facts } = input;
  const own = facts.goMod.module?.path;
  for (const [path, location] of ownImports(input)) {
    if (!isStandardPath(path) || path === 'C' || facts.packages.has(path) || isPerhapsOfGo(path)) continue;
    if ((own !== undefined && isInModule(path, own)) || requirementFor(facts.goMod, path)) continue;
    yield {
      severity: 'error',
      location,
      data: { kind: 'not in std', package: path, own: ownPackage(path, facts) },
    };
  }
}

/** Only a first element that Go does not have is nobody's; `./x` is said elsewhere. */
function isPerhapsOfGo(path: string): boolean {
  return path.startsWith('.') || isBesideStandard(path);
}

/** The plugin's own package that an import like `arena/match` of module `example.com/arena` means. */
function ownPackage(path: string, { goMod }: PluginFacts): string | undefined {
  const module = goMod.module?.path ?? '';
  const [first, ...rest] = path.split('/');
  return first === posix.basename(module) && rest.length > 0 ? posix.join(module, ...rest) : undefined;
}

type Missing = Omit<Found<'missing-pins'>, 'location'> & Partial<Pick<Found<'missing-pins'>, 'location'>>;

function unlisted(shared: SharedModule, facts: PluginFacts): Missing | undefined {
  const { parent, certain } = shared;
  if (parent) {
    const data: MissingPin = {
      kind: 'split module',
      ...pin(shared, facts),
      parent: `${parent.path} ${parent.version}`,
    };
    return { severity: isProved(shared) ? 'error' : 'undecided', location: parent.location, data };
  }
  // What a package at another version imports is a guess; its own mismatch is reported already.
  return certain ? { severity: 'error', data: { kind: 'not listed', ...pin(shared, facts) } } : undefined;
}

function unpruned(shared: SharedModule, facts: PluginFacts): Missing | undefined {
  const { module, selection, certain } = shared;
  if (selection?.version === module.version)
    return { severity: 'warning', data: { kind: 'not held', ...pin(shared, facts) } };
  // Another version is a mismatch, and reported as one.
  if (selection?.version !== undefined || !certain) return undefined;
  return { severity: 'undecided', data: { kind: 'not settled', ...pin(shared, facts) } };
}

function pin(
  { module: { path, version }, evidence }: SharedModule,
  facts: PluginFacts,
): Pick<SharedModule, 'evidence'> & {
  readonly module: string;
  readonly wanted: string;
  readonly isUnsummed: boolean;
} {
  return { module: path, wanted: version, evidence, isUnsummed: lacksSums(facts, path, version) };
}
