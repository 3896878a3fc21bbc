import { InputError } from '../input/problem';
import { DownloadError } from '../module-proxy/download-error';
import type { Release } from '../releases/release-model';
import { demandsIn, fittingRelease, type VersionDemand } from './demands-in';
import type { Published } from './published-modules';
import { requirementsOf } from './requirements';

/** A version of a module, judged by the requirements of its module graph. */
export interface JudgedVersion {
  readonly version: string;
  /** What it asks for and the server has older; empty if it fits. */
  readonly demands: readonly VersionDemand[];
  /** The oldest release after this one on which it would fit. */
  readonly fits?: string;
  /** What go said to it, or why nothing is known of it. */
  readonly why?: string;
  /** It could not be downloaded: whether it fits is not known. */
  readonly isUnread?: true;
}

/** Versions of a module on a release. */
export interface JudgedVersions {
  /** Those above the newest that fits, newest first. */
  readonly newer: readonly JudgedVersion[];
  /** The newest version that fits. */
  readonly fitting?: string;
}

/** What versions are judged by. */
export interface Judging {
  readonly release: Release;
  /** The releases after it, oldest first. */
  readonly newer: readonly Release[];
  readonly published: Published;
}

/** So many are asked for at once. */
const WINDOW = 16;

/** Judges the versions of a module from the newest on, until one fits. */
export async function judgeVersions(
  path: string,
  candidates: readonly string[],
  judging: Judging,
): Promise<JudgedVersions> {
  const newer: JudgedVersion[] = [];
  for (let from = 0; from < candidates.length; from += WINDOW) {
    const window = candidates.slice(from, from + WINDOW);
    for (const judged of await Promise.all(window.map((version) => judgeVersion(path, version, judging)))) {
      if (judged.demands.length === 0 && judged.why === undefined) return { newer, fitting: judged.version };
      newer.push(judged);
    }
  }
  return { newer };
}

/** Judges one version. */
export async function judgeVersion(
  path: string,
  version: string,
  { release, newer, published }: Judging,
): Promise<JudgedVersion> {
  try {
    const requirements = await requirementsOf(path, version, published);
    const demands = demandsIn(requirements, release);
    if (demands.length === 0) return { version, demands };
    const fits = fittingRelease(requirements, newer);
    return { version, demands, ...(fits !== undefined && { fits }) };
  } catch (error) {
    if (error instanceof DownloadError) return { version, demands: [], why: error.message, isUnread: true };
    if (error instanceof InputError)
      return { version, demands: [], why: error.problems.map(({ message }) => message).join('; ') };
    throw error;
  }
}
