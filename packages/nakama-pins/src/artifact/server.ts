import { glibcOfImage } from '../releases/glibc';
import type { Platform, Release } from '../releases/release-model';
import { gcflagsOf } from '../releases/variants';
import { toRelease } from '../releases/workspace-releases';
import type { Artifact } from './artifact';
import type { BuildInfo } from './build-info';
import { RELEASE_SETTINGS } from './flag-differences';
import { ownVersion, platformOf, releaseFromServer } from './server-release';

/** What plugins are compared with: a release of the catalog, or one server's program. */
export interface Server {
  readonly release: Release;
  /** What it runs on. */
  readonly platforms: readonly Platform[];
  readonly settings: BuildInfo['settings'];
  /** The glibc of the image that it runs in, or at least that it needs itself. */
  readonly glibc?: { readonly version: string; readonly of: 'image' | 'program' };
}

/** @param platform the one that the server runs on; without it any that the release was measured for */
export function serverOfRelease(release: Release, platform?: Platform): Server {
  const version = glibcOfImage(release.serverImageBase);
  const gcflags = gcflagsOf(release);
  return {
    release,
    platforms: platform === undefined ? release.measuredPlatforms : [platform],
    settings:
      gcflags === undefined ? RELEASE_SETTINGS : new Map([...RELEASE_SETTINGS, ['-gcflags', gcflags]]),
    ...(version !== undefined && { glibc: { version, of: 'image' } }),
  };
}

/**
 * @param known the catalog's releases, newest first
 * @throws InputError if the program is not a Nakama server that opens plugins
 */
export function serverOfProgram(program: Artifact, known: readonly Release[]): Server {
  const name = ownVersion(program) ?? program.file;
  const { file } = releaseFromServer(program, { name, known });
  return {
    release: toRelease({ file, source: program.file }),
    platforms: [platformOf(program)],
    settings: program.buildInfo?.settings ?? new Map(),
    ...(program.glibc !== undefined && { glibc: { version: program.glibc, of: 'program' } }),
  };
}
