import { candidatesOf } from '../../demands/candidates';
import { judgeVersions, type Judging } from '../../demands/judge-versions';
import { newerReleases } from '../../demands/newer-releases';
import type { Published } from '../../demands/published-modules';
import { type VersionRange, versionRanges } from '../../demands/version-range';
import type { Outcome } from '../../findings/outcome';
import { replaceFor } from '../../go-module/build-list';
import type { RequireDirective } from '../../go-module/module-files';
import { compareVersions } from '../../go-module/module-version';
import { DownloadError } from '../../module-proxy/download-error';
import type { Catalog } from '../../releases/catalog';
import type { OpenModule } from '../../verify/open-module';
import { verifyDeclared } from '../../verify/verify-module';

/** The outcome of looking for newer versions of a module's own dependencies. */
export interface OutdatedOutcome extends Outcome {
  /** The direct dependencies that the server does not link, sorted; those that are replaced are left out. */
  readonly dependencies: readonly OutdatedDependency[];
}

/** A dependency, judged by the module graph: by the go.mod files of its versions. */
export interface OutdatedDependency {
  readonly module: string;
  /** What go.mod requires. */
  readonly version: string;
  /** `null` if it is not known: `why` says so. */
  readonly newest: string | null;
  /** The newest that asks for nothing above the server's; `null` if there is none, or it is not known. */
  readonly fitting: string | null;
  /** Why the versions above both that and today's are not taken, newest first. */
  readonly newer: readonly VersionRange[];
  readonly why?: string;
}

/** Of a module that was not looked at. */
export const NOT_LOOKED = { dependencies: [] };

/** Looks for newer versions of the own dependencies of a module, and which of them fit its release. Go is not run. */
export async function outdatedModule(
  module: OpenModule,
  published: Published,
  catalog: Catalog,
): Promise<OutdatedOutcome> {
  const { facts, release } = module;
  const judging = { release, newer: [...newerReleases(release, catalog)], published };
  const own = facts.goMod.require
    .filter(({ path, indirect, version }) => {
      const isShared = (release.module(path)?.linkedPackages.length ?? 0) > 0;
      return !indirect && !isShared && !replaceFor(facts.goMod, path, version);
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const dependencies = await Promise.all(own.map((required) => judged(required, judging)));
  return { ...verifyDeclared(module), dependencies, ok: dependencies.every(({ why }) => why === undefined) };
}

async function judged({ path, version }: RequireDirective, judging: Judging): Promise<OutdatedDependency> {
  const unknown = { module: path, version, newest: null, fitting: null, newer: [] };
  try {
    const candidates = await candidatesOf(path, judging.published);
    const { newer, fitting } = await judgeVersions(path, candidates, judging);
    const above = newer.filter((other) => compareVersions(other.version, version) > 0);
    return {
      module: path,
      version,
      newest: candidates[0] ?? null,
      fitting: fitting ?? null,
      newer: versionRanges(above),
    };
  } catch (error) {
    if (error instanceof DownloadError) return { ...unknown, why: error.message };
    throw error;
  }
}
