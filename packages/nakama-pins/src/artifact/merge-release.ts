import { InputError, type Problem } from '../input/problem';
import type { ReleaseFile, ReleaseFileModule } from '../releases/release-file';

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
  const problems = [
    ...SINGLE_FACTS.filter((fact) => existing[fact] !== added[fact]).map((fact) =>
      contradiction(source, `"${fact}"`, existing[fact], added[fact]),
    ),
    ...versionProblems(existing, added, source),
    ...fingerprintProblems(existing, added, source),
  ];
  if (problems.length > 0) throw new InputError(problems);
  return {
    ...existing,
    modules: mergeModules(existing.modules, added.modules),
    standardPackages: union(existing.standardPackages ?? [], added.standardPackages ?? []),
    patchedPackages: union(existing.patchedPackages, added.patchedPackages),
    imports: sortKeys({ ...added.imports, ...existing.imports }),
    fingerprints: sortKeys({ ...existing.fingerprints, ...added.fingerprints }),
    ...((existing.publishedFiles ?? added.publishedFiles) && {
      publishedFiles: sortKeys({ ...existing.publishedFiles, ...added.publishedFiles }),
    }),
    ...((existing.origins ?? added.origins) && {
      origins: sortKeys({ ...existing.origins, ...added.origins }),
    }),
  };
}

function contradiction(file: string, what: string, expected: string, found: string): Problem {
  return {
    file,
    message: `the file and the program contradict each other: ${what}`,
    expected: `${expected}, as in the file`,
    found: `${found} in the program`,
    fix: `give the program a name of its own: --name <release>, or delete ${file} and add it anew`,
  };
}

function versionProblems(existing: ReleaseFile, added: ReleaseFile, source: string): Problem[] {
  return added.modules.flatMap(({ path, version }) => {
    const known = existing.modules.find((module) => module.path === path)?.version ?? version;
    return known === version ? [] : [contradiction(source, `the version of ${path}`, known, version)];
  });
}

function fingerprintProblems(existing: ReleaseFile, added: ReleaseFile, source: string): Problem[] {
  return Object.entries(added.fingerprints).flatMap(([platform, packages]) => {
    const known = existing.fingerprints[platform];
    if (!known) return [];
    const paths = union(Object.keys(known), Object.keys(packages));
    const differing = paths.filter((path) => known[path] !== packages[path]);
    const [first] = differing;
    if (first === undefined) return [];
    return [
      contradiction(
        source,
        `${differing.length} fingerprints for ${platform}, such as that of ${first}`,
        known[first] ?? 'none',
        packages[first] ?? 'none',
      ),
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
