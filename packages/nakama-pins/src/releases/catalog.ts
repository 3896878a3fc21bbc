import { InputError } from '../input/problem';
import { headerOf, summaryOf as toSummary } from './header';
import type { Release, ReleaseSummary } from './release-model';
import { type Resolution, resolveRelease, sortReleases } from './resolve';
import { loadShipped, shippedSummaries } from './shipped';
import { unknownReleaseWords } from './unknown-release';
import { openWorkspaceReleases } from './workspace-releases';

/** The releases that plugins can be judged by. Files are read once, when they are needed. */
export interface Catalog {
  /**
   * All releases, newest first.
   * @throws InputError if a file under `nakama-releases/` is not a release file
   */
  list(): ReleaseSummary[];
  /** What a person means by `3.40.0`, `v3.40.0`, `3.40` (its newest patch) or `latest`. */
  resolve(spec: string):
    | { readonly release: string; readonly unknown?: undefined }
    | {
        readonly unknown: string;
        readonly nearest: readonly string[];
        /** The first release, if this one is older than all. */
        readonly before?: string;
        /** The version that is meant, if it may be published: `3.42.0`, which `nakama-pins releases add` reads. */
        readonly version?: string;
      };
  /**
   * @param release as `resolve` names it: `3.40.0`
   * @throws InputError if it is unknown, or its workspace file is not a release file
   */
  load(release: string): Release;
  /**
   * Resolves and loads.
   * @throws InputError that names the nearest releases if there is none
   */
  get(spec: string): Release;
}

/**
 * The releases that this package ships, and those of a workspace.
 *
 * @example
 * openCatalog().get('3.40').module('go.uber.org/zap')?.version;
 * @throws InputError if a file under `nakama-releases/` has no release's name
 */
export function openCatalog(
  options: {
    /** Absolute folder that may hold `nakama-releases/`; its files override and extend what is shipped. */
    readonly workspaceDir?: string;
    /** Files (relative to that folder) that have another text than on the disk: what a generator has written so far. */
    readonly texts?: ReadonlyMap<string, string>;
  } = {},
): Catalog {
  const workspace = openWorkspaceReleases(options.workspaceDir, options.texts);
  const shipped = shippedSummaries();
  const names = sortReleases([...new Set([...shipped.map(({ version }) => version), ...workspace.names])]);
  const ofWorkspace = new Set(workspace.names);
  const byName = new Map(shipped.map((summary) => [summary.version, summary]));
  const loaded = new Map<string, Release>();

  const load = (release: string): Release => {
    const known = loaded.get(release) ?? workspace.load(release) ?? loadShipped(release);
    if (known === undefined) throw unknownRelease(resolveRelease(release, names), release, names[0]);
    loaded.set(release, known);
    return known;
  };

  return {
    list: () =>
      names.map((name) => {
        const entry = ofWorkspace.has(name) ? undefined : byName.get(name);
        return entry ?? summaryOf(load(name));
      }),
    resolve: (spec) => resolveRelease(spec, names),
    load,
    get(spec) {
      const resolution = resolveRelease(spec, names);
      if (resolution.unknown !== undefined) throw unknownRelease(resolution, spec, names[0]);
      return load(resolution.release);
    },
  };
}

/** The values alone, without what a release looks up. */
function summaryOf(release: Release): ReleaseSummary {
  const { measuredPlatforms, source } = release;
  return toSummary(headerOf(release), { measuredPlatforms, source });
}

function unknownRelease(resolution: Resolution, spec: string, newest: string | undefined): InputError {
  const missing = resolution.unknown === undefined ? { nearest: [resolution.release] } : resolution;
  const { reason, expected, fix } = unknownReleaseWords(spec, { ...missing, newest });
  const message = `unknown Nakama release ${JSON.stringify(spec.slice(0, 80))}${reason}`;
  return new InputError([{ file: 'release', message, expected, fix }]);
}
