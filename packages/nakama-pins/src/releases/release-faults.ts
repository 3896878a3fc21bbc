import type { Problem } from '../input/problem';
import { compareServers, isSame, type ServerDifference } from './compare-servers';
import type { Release, ReleaseModule } from './release-model';

/** A fault of a release file: without its place, which is the file. */
type Fault = Omit<Problem, 'file' | 'position'>;

/** More names are counted only. */
const SHOWN = 20;

/**
 * What contradicts itself in a release, and what other releases know better. The form of its file, and which package
 * belongs to which module, was checked when it was read.
 *
 * @param shipped the release of this name that the catalog ships, which the file stands in for
 * @param others releases whose hashes of modules are known to be right
 */
export function releaseFaults(
  release: Release,
  { shipped, others }: { readonly shipped?: Release; readonly others: readonly Release[] },
): Problem[] {
  const faults = [
    ...fingerprintFaults(release),
    ...packageFaults(release),
    ...release.modules.flatMap((module) => otherSums(module, others)),
    ...originFaults(release),
    ...(shipped ? differences(release, shipped) : []),
  ];
  return faults.map((fault) => ({ file: release.source, ...fault }));
}

const ADD_ANEW = 'delete the file and add the release anew: npx nakama-pins releases add';

function linkedPackages({ modules }: Release): Set<string> {
  return new Set(modules.flatMap((module) => module.linkedPackages));
}

function fingerprintFaults(release: Release): Fault[] {
  const linked = linkedPackages(release);
  const standard = new Set(release.standardPackages);
  const measured = release.measuredPlatforms.map((platform) => release.fingerprints(platform));
  const strays = release.measuredPlatforms.flatMap((platform, i) => {
    const unknown = [...(measured[i]?.keys() ?? [])].filter(
      (name) => !linked.has(name) && !standard.has(name),
    );
    return fault(unknown, (names) => ({
      message: `"fingerprints" of ${platform} has what is neither linked by a module nor in "standardPackages": ${names}`,
      fix: ADD_ANEW,
    }));
  });
  const bare =
    measured.length === 0
      ? []
      : [...linked].filter((name) => !release.isPatched(name) && !measured.some((all) => all?.has(name)));
  return [
    ...strays,
    ...fault(bare, (names) => ({
      message: `no platform has a fingerprint of linked packages: ${names}`,
      fix: ADD_ANEW,
    })),
  ];
}

function packageFaults(release: Release): Fault[] {
  const linked = linkedPackages(release);
  const imported = [...linked].flatMap((name) => release.importsOf(name) ?? []);
  return [
    ...fault(
      imported.filter((name) => !linked.has(name)),
      (names) => ({ message: `"imports" leads to packages that no module links: ${names}`, fix: ADD_ANEW }),
    ),
    ...fault(
      release.patchedPackages.filter((name) => !linked.has(name)),
      (names) => ({
        message: `"patchedPackages" has packages that no module links: ${names}`,
        fix: 'delete them there',
      }),
    ),
  ];
}

/** Linked modules without a hash of their source: it is in no program where a replace stands in for the module. */
export function modulesWithoutSum({ modules }: Release): string[] {
  return modules
    .filter(({ sums, linkedPackages: { length } }) => length > 0 && sums.zip === undefined)
    .map(({ path, version }) => `${path} ${version}`);
}

/** The hash of a module's version is the same everywhere. */
function otherSums({ path, version, sums }: ReleaseModule, others: readonly Release[]): Fault[] {
  return (['zip', 'goMod'] as const).flatMap((kind) => {
    const own = sums[kind];
    const other = others.find((release) => {
      const module = release.module(path);
      return module?.version === version && module.sums[kind] !== undefined && module.sums[kind] !== own;
    });
    const known = other?.module(path)?.sums[kind];
    if (own === undefined || !other || known === undefined) return [];
    return [
      {
        message: `${path} ${version} has another hash (${kind}) than in ${other.version}`,
        expected: known,
        found: own,
        fix: `write ${known}, unless the server is built with code of its own`,
      },
    ];
  });
}

function originFaults({ origins, measuredPlatforms }: Release): Fault[] {
  if (!origins) return [];
  const named = Object.keys(origins);
  const withoutDigest = Object.entries(origins).filter(
    ([, { kind, digest }]) => digest === undefined && (kind === 'image' || kind === 'layout'),
  );
  return [
    ...fault(
      named.filter((platform) => !measuredPlatforms.includes(platform)),
      (names) => ({ message: `"origins" has platforms without fingerprints: ${names}`, fix: ADD_ANEW }),
    ),
    ...fault(
      withoutDigest.map(([platform]) => platform),
      (names) => ({ message: `"origins" names an image without its digest: ${names}`, fix: ADD_ANEW }),
    ),
  ];
}

/** The file overrides what is shipped under its name. */
function differences(release: Release, shipped: Release): Fault[] {
  return release.measuredPlatforms
    .filter((platform) => shipped.measuredPlatforms.includes(platform))
    .flatMap((platform) => {
      const difference = compareServers(shipped, release, platform);
      if (isSame(difference)) return [];
      return [
        {
          message: `it stands in for the release that is shipped, and differs from it on ${platform}: ${inWords(difference)}`,
          fix: `give the server a name of its own, such as ${release.version}-ours.1, or delete the file`,
        },
      ];
    });
}

function inWords({ go, modules, packages }: ServerDifference): string {
  return [
    ...(go ? [`Go ${go.found} (shipped: ${go.expected})`] : []),
    ...(modules.length > 0 ? [`the modules ${listed(modules.map(({ path }) => path))}`] : []),
    ...(packages.length > 0 ? [`the fingerprints of ${listed(packages.map(({ path }) => path))}`] : []),
  ].join('; ');
}

function fault(names: readonly string[], words: (names: string) => Fault): Fault[] {
  const distinct = [...new Set(names)].sort();
  return distinct.length === 0 ? [] : [words(listed(distinct))];
}

function listed(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return names.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
