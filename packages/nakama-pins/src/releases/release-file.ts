import { headerOf, type ReleaseHeader } from './header';
import type { Platform, Release, ReleaseModule } from './release-model';

/** A module as a release file states it. */
export interface ReleaseFileModule {
  readonly path: string;
  readonly version: string;
  readonly vendoredPackages: readonly string[];
  readonly linkedPackages: readonly string[];
  readonly sums?: ReleaseModule['sums'];
  readonly goLine?: string;
}

/**
 * The public form of a release, as a workspace writes it to `nakama-releases/<release>.json`
 * (`schema/release.schema.json` describes each field).
 */
export interface ReleaseFile extends ReleaseHeader {
  readonly modules: readonly ReleaseFileModule[];
  /** `null`: not measured. */
  readonly standardPackages: readonly string[] | null;
  readonly patchedPackages: readonly string[];
  readonly linkedPackagesFrom: string;
  readonly imports: Readonly<Record<string, readonly string[]>>;
  readonly fingerprints: Readonly<Record<Platform, Readonly<Record<string, string>>>>;
  readonly scaffoldSums?: readonly string[];
  readonly origins?: Release['origins'];
  readonly publishedFiles?: Release['publishedFiles'];
}

/** A release in its public form, complete: what `releases show --format json` prints. */
export function toReleaseFile(release: Release): ReleaseFile {
  const linked = release.modules.flatMap((module) => module.linkedPackages).sort();
  return {
    ...headerOf(release),
    modules: release.modules.map(({ path, version, vendoredPackages, linkedPackages, sums, goLine }) => ({
      path,
      version,
      vendoredPackages,
      linkedPackages,
      ...(Object.keys(sums).length > 0 && { sums }),
      ...(goLine !== undefined && { goLine }),
    })),
    standardPackages: release.standardPackages.length > 0 ? release.standardPackages : null,
    patchedPackages: release.patchedPackages,
    linkedPackagesFrom: release.linkedPackagesFrom,
    imports: Object.fromEntries(linked.map((name) => [name, release.importsOf(name) ?? []])),
    fingerprints: Object.fromEntries(
      release.measuredPlatforms.map((platform) => [
        platform,
        Object.fromEntries(release.fingerprints(platform) ?? []),
      ]),
    ),
    ...(release.scaffoldSums.length > 0 && { scaffoldSums: release.scaffoldSums }),
    ...(release.origins && { origins: release.origins }),
    ...(release.publishedFiles && { publishedFiles: release.publishedFiles }),
  };
}
