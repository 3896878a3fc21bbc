import * as semver from 'semver';
import { InputError, type Problem } from '../input/problem';
import type { ReleaseFile, ReleaseFileModule } from '../releases/release-file';
import { ARCHIVE_VARIANT, variantName, variantOf, variantOfRepository } from '../releases/variants';

/** Facts that one release has one value of, on whatever platform. */
const SINGLE_FACTS = ['release', 'go', 'nakamaCommon', 'protobuf'] as const;

/**
 * A release file with another platform of the same server in it: packages that only one platform links are added, the
 * fingerprints are kept for each platform. What the file says about images and the like stays.
 *
 * @param source what messages call the existing file
 * @throws InputError if the two can't be one release: another Go, another version of a module, other fingerprints
 * for the same platform
 */
export function mergeReleaseFiles(existing: ReleaseFile, added: ReleaseFile, source: string): ReleaseFile {
  const contradictions = [
    ...SINGLE_FACTS.filter((fact) => existing[fact] !== added[fact]).map((fact) => ({
      what: `"${fact}"`,
      expected: existing[fact],
      found: added[fact],
    })),
    ...otherVersions(existing, added),
    ...otherFingerprints(existing, added),
  ];
  if (contradictions.length > 0)
    throw new InputError(contradictions.map((each) => problemOf(each, added, source)));
  return {
    ...existing,
    modules: mergeModules(existing.modules, added.modules),
    standardPackages: union(existing.standardPackages ?? [], added.standardPackages ?? []),
    patchedPackages: union(existing.patchedPackages, added.patchedPackages),
    imports: sortKeys({ ...added.imports, ...existing.imports }),
    fingerprints: mergeFingerprints(existing.fingerprints, added.fingerprints),
    ...((existing.publishedFiles ?? added.publishedFiles) && {
      publishedFiles: sortKeys({ ...existing.publishedFiles, ...added.publishedFiles }),
    }),
    ...((existing.origins ?? added.origins) && {
      origins: sortKeys({ ...existing.origins, ...added.origins }),
    }),
  };
}

/** What the two have of a platform is the same; each may know packages that the other does not. */
function mergeFingerprints(
  existing: ReleaseFile['fingerprints'],
  added: ReleaseFile['fingerprints'],
): ReleaseFile['fingerprints'] {
  const both = Object.entries(added).map(([platform, packages]) => {
    return [platform, sortKeys({ ...existing[platform], ...packages })] as const;
  });
  return sortKeys({ ...existing, ...Object.fromEntries(both) });
}

/** One thing that the two say differently. */
interface Contradiction {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

function problemOf({ what, expected, found }: Contradiction, added: ReleaseFile, source: string): Problem {
  const isShipped = source === 'catalog';
  const name = `--name ${otherName(added)}`;
  return {
    file: isShipped ? added.release : source,
    message: isShipped
      ? `the release ${added.release} that is shipped and the program contradict each other: ${what}`
      : `the file and the program contradict each other: ${what}`,
    expected: isShipped ? `${expected}, as in the official image` : `${expected}, as in the file`,
    found: `${found} in the program`,
    fix: `it is another server: give it a name of its own, ${name}${isShipped ? '' : `, or delete ${source} and add it anew`}`,
  };
}

/** A name for a server, by where it is from: that which it has is taken. */
function otherName({ release, origins = {} }: ReleaseFile): string {
  if (variantOf(release) !== undefined) return semver.inc(release, 'prerelease') ?? release;
  const { kind, name = '' } = Object.values(origins)[0] ?? {};
  if (kind === 'archive') return variantName(release, ARCHIVE_VARIANT);
  const repository = kind === 'image' ? name.replace(/[:@][^/]*$/, '') : '';
  return variantName(release, variantOfRepository(repository) ?? 'ours.1');
}

function otherVersions(existing: ReleaseFile, added: ReleaseFile): Contradiction[] {
  return added.modules.flatMap(({ path, version }) => {
    const known = existing.modules.find((module) => module.path === path)?.version ?? version;
    return known === version ? [] : [{ what: `the version of ${path}`, expected: known, found: version }];
  });
}

function otherFingerprints(existing: ReleaseFile, added: ReleaseFile): Contradiction[] {
  return Object.entries(added.fingerprints).flatMap(([platform, packages]) => {
    const known = existing.fingerprints[platform];
    if (!known) return [];
    const paths = union(Object.keys(known), Object.keys(packages));
    const differing = paths.filter((path) => known[path] !== packages[path]);
    const [first] = differing;
    if (first === undefined) return [];
    return [
      {
        what: `${differing.length} fingerprints for ${platform}, such as that of ${first}`,
        expected: known[first] ?? 'none',
        found: packages[first] ?? 'none',
      },
    ];
  });
}

function mergeModules(
  existing: readonly ReleaseFileModule[],
  added: readonly ReleaseFileModule[],
): ReleaseFileModule[] {
  const modules = new Map(existing.map((module) => [module.path, module]));
  for (const module of added) {
    const known = modules.get(module.path) ?? module;
    modules.set(module.path, {
      ...known,
      vendoredPackages: union(known.vendoredPackages, module.vendoredPackages),
      linkedPackages: union(known.linkedPackages, module.linkedPackages),
    });
  }
  return [...modules.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])].sort();
}

function sortKeys<T>(values: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}
