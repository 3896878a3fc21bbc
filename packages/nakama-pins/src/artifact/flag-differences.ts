import type { FlagDifference } from '../findings/wording/flag-difference';
import { INSTRUMENTS, reachesPackages, SERVER_TAGS, VARIANTS } from '../go-module/build-flags';
import type { BuildInfo } from './build-info';

/** What the server's settings are if its program is not available: Nakama's Dockerfile builds like this. */
export const RELEASE_SETTINGS: ReadonlyMap<string, string> = new Map([['-trimpath', 'true']]);

/** Settings that reach every package they concern, also of the standard library. */
const FLAGS = ['-trimpath', ...[...INSTRUMENTS].map((name) => `-${name}`), '-pgo', ...VARIANTS, '-compiler'];

/** Build tags that files of the standard library ask for. */
const STANDARD_TAGS: ReadonlySet<string> = new Set([
  ...SERVER_TAGS,
  'faketime',
  'netcgo',
  'purego',
  'timetzdata',
]);

/**
 * The settings that can have changed shared packages. That they differ proves nothing: only fingerprints do. Of
 * `-gcflags` without a package pattern only the main package is compiled otherwise, so it is not a reason.
 *
 * @returns empty if the plugin has no settings at all: another build tool than go
 */
export function flagDifferences(
  plugin: BuildInfo['settings'],
  server: BuildInfo['settings'],
): FlagDifference[] {
  if (plugin.size === 0) return [];
  const readings: readonly (readonly [string, (settings: BuildInfo['settings']) => string | undefined])[] = [
    ...FLAGS.map((flag) => [flag, (settings: BuildInfo['settings']) => settings.get(flag)] as const),
    ['-gcflags', gcflags],
    ['-tags', standardTags],
  ];
  return readings.flatMap(([flag, read]) => {
    const [own, servers] = [read(plugin), read(server)];
    const compiler = flag === '-compiler' && servers === undefined && own === 'gc';
    return own === servers || compiler ? [] : [{ flag, plugin: own, server: servers }];
  });
}

function gcflags(settings: BuildInfo['settings']): string | undefined {
  const value = settings.get('-gcflags');
  return value !== undefined && reachesPackages(value) ? value : undefined;
}

function standardTags(settings: BuildInfo['settings']): string | undefined {
  const tags = (settings.get('-tags') ?? '').split(',').filter((tag) => STANDARD_TAGS.has(tag));
  return tags.length > 0 ? tags.sort().join(',') : undefined;
}
