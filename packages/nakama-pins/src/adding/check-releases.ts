import { platformOf, releaseFromServer } from '../artifact/server-release';
import { type Problem, problemsOf } from '../input/problem';
import { type Catalog, openCatalog } from '../releases/catalog';
import { compareServers, isSame, type ServerDifference } from '../releases/compare-servers';
import { modulesWithoutSum, releaseFaults } from '../releases/release-faults';
import type { Platform, Release } from '../releases/release-model';
import { loadShipped, shippedSummaries } from '../releases/shipped';
import { openWorkspaceReleases, toRelease, WORKSPACE_RELEASES_DIR } from '../releases/workspace-releases';
import type { Tools } from '../toolchain/tools';
import { publishedPrograms, type ReadProgram } from './programs';
import { publishedServers } from './published-server';

export interface CheckReleasesOptions {
  readonly cwd: string;
  /** Absolute; may hold `nakama-releases/`. */
  readonly workspaceDir: string;
  /** `3.40.0`, `3.40`; none: the files of `nakama-releases/`, and with `remote` all releases that have fingerprints. */
  readonly versions: readonly string[];
  /** Reads the servers where they are published. */
  readonly remote?: boolean;
  /** The repository that stands in for those that are named. */
  readonly image?: string;
  readonly insecure?: readonly string[];
  /** Where the program is in the image. */
  readonly program?: string;
}

/** A server on one platform, compared with what the release says of it. */
export interface CheckedServer {
  readonly platform: Platform;
  /** Where it was read: `heroiclabs/nakama:3.40.0`. */
  readonly name: string;
  /** Of the image's manifest; undefined where there is none. */
  readonly digest?: string;
  /** Of the index of all platforms. */
  readonly index?: string;
  /** The digest in `origins` of the release's file, if it has one. */
  readonly origin?: string;
  /** Fingerprints that were compared; 0 if the release has none for the platform. */
  readonly compared: number;
  readonly equal: boolean;
  readonly difference: ServerDifference;
}

export interface CheckedRelease {
  readonly version: string;
  /** `catalog`, or the workspace's own file. */
  readonly source: string;
  /** `unknown`: it could not be read, or its server could not be had. */
  readonly result: 'equal' | 'differs' | 'unknown';
  /** What contradicts itself, or what is known better. */
  readonly faults: readonly Problem[];
  /** With `remote`: by platform. */
  readonly servers: readonly CheckedServer[];
  readonly notes: readonly string[];
  /** Why it, or its server, could not be read. */
  readonly problems: readonly Problem[];
}

export interface ReleasesCheck {
  readonly releases: readonly CheckedRelease[];
  /** Those of no release. */
  readonly problems: readonly Problem[];
  /** 0: all are equal. 1: one differs. 2: something could not be read. */
  readonly exitCode: 0 | 1 | 2;
}

/**
 * Compares releases with what is known of them: without a network, their files with themselves and with the shipped
 * catalog; with `remote`, their fingerprints with the servers, where these are published. Nothing of those is run.
 *
 * @throws InputError if a version is not known; the signal's reason if it was aborted
 */
export async function checkReleases(options: CheckReleasesOptions, tools: Tools): Promise<ReleasesCheck> {
  const { workspaceDir } = options;
  const catalog = openCatalog({ workspaceDir });
  const { load } = catalog;
  const names = chosenReleases(options, catalog);
  const shipped = shippedSummaries().flatMap(({ version }) => loadShipped(version) ?? []);
  const releases: CheckedRelease[] = [];
  for (const name of names) releases.push(await checkRelease(name, { load, shipped }, options, tools));
  const problems = names.length > 0 ? [] : [nothingToCheck()];
  const isUnknown = problems.length > 0 || releases.some(({ result }) => result === 'unknown');
  const exitCode = isUnknown ? 2 : releases.every(({ result }) => result === 'equal') ? 0 : 1;
  return { releases, problems, exitCode };
}

function chosenReleases(
  { versions, workspaceDir, remote }: CheckReleasesOptions,
  catalog: Catalog,
): readonly string[] {
  if (versions.length > 0) {
    return [...new Set(versions.map((spec) => resolved(spec, catalog)))];
  }
  const own = openWorkspaceReleases(workspaceDir).names;
  if (!remote) return own;
  const measured = shippedSummaries().filter(({ measuredPlatforms }) => measuredPlatforms.length > 0);
  return [...new Set([...own, ...measured.map(({ version }) => version)])];
}

/** Not loaded: its file may be what is wrong. @throws InputError if it is not known */
function resolved(spec: string, catalog: Catalog): string {
  const resolution = catalog.resolve(spec);
  return resolution.unknown === undefined ? resolution.release : catalog.get(spec).version;
}

function nothingToCheck(): Problem {
  return {
    file: WORKSPACE_RELEASES_DIR,
    message: 'there is no release file here to check',
    fix: 'name a release, or compare the catalog with what is published: npx nakama-pins releases check --remote',
  };
}

interface Known {
  readonly load: (version: string) => Release;
  readonly shipped: readonly Release[];
}

async function checkRelease(
  version: string,
  { load, shipped }: Known,
  options: CheckReleasesOptions,
  tools: Tools,
): Promise<CheckedRelease> {
  let release: Release;
  try {
    release = load(version);
  } catch (error) {
    const source = `${WORKSPACE_RELEASES_DIR}/${version}.json`;
    const problems = problemsOf(error);
    return { version, source, result: 'unknown', faults: [], servers: [], notes: [], problems };
  }
  const { source } = release;
  const isShipped = source === 'catalog';
  const others = isShipped ? shipped.filter((other) => other.version !== version) : shipped;
  const faults = releaseFaults(release, {
    others,
    shipped: isShipped ? undefined : shipped.find((other) => other.version === version),
  });
  const without = modulesWithoutSum(release);
  const notes = without.length === 0 ? [] : [`without a hash of the source: ${without.join(', ')}`];
  const read = options.remote ? await checkServers(release, options, tools) : NOT_ASKED;
  const isEqual = faults.length === 0 && read.servers.every(({ equal }) => equal);
  const result = read.problems.length > 0 ? 'unknown' : isEqual ? 'equal' : 'differs';
  return { version, source, result, faults, ...read, notes: [...notes, ...read.notes] };
}

type ReadServers = Pick<CheckedRelease, 'servers' | 'notes' | 'problems'>;

const NOT_ASKED: ReadServers = { servers: [], notes: [], problems: [] };

/** One that can't be had does not keep the others from being compared. */
async function checkServers(
  release: Release,
  { cwd, image, insecure, program }: CheckReleasesOptions,
  tools: Tools,
): Promise<ReadServers> {
  const servers: CheckedServer[] = [];
  const problems: Problem[] = [];
  try {
    for (const { what, platforms } of publishedServers(release, image)) {
      const read = await publishedPrograms(what, tools, { cwd, platforms, insecure, program });
      servers.push(...read.map((each) => checkServer(release, each)));
    }
  } catch (error) {
    problems.push(...problemsOf(error));
  }
  const { measuredPlatforms, version } = release;
  const missing = measuredPlatforms.filter((name) => !servers.some(({ platform }) => platform === name));
  if (missing.length > 0 && problems.length === 0) {
    problems.push({
      file: servers[0]?.name ?? version,
      message: `there is no server for ${missing.join(', ')} to compare`,
      found: servers.map(({ platform }) => platform).join(', '),
      fix: 'name a repository whose image has it: --image <repository>',
    });
  }
  const notes = servers
    .filter(({ platform }) => !measuredPlatforms.includes(platform))
    .map(
      ({ platform }) => `no fingerprints for ${platform}: only Go and the versions of modules were compared`,
    );
  return { servers, notes, problems };
}

function checkServer(
  release: Release,
  { artifact, origin: { name, digest }, index }: ReadProgram,
): CheckedServer {
  const platform = platformOf(artifact);
  const { file } = releaseFromServer(artifact, { name: release.version, known: [release] });
  const found = toRelease({ file, source: name });
  const difference = compareServers(release, found, platform);
  const origin = release.origins?.[platform]?.digest;
  return {
    platform,
    name,
    ...(digest !== undefined && { digest }),
    ...(index !== undefined && { index }),
    ...(origin !== undefined && { origin }),
    compared: release.fingerprints(platform)?.size ?? 0,
    equal: isSame(difference),
    difference,
  };
}
