import { parse as parseVersion } from 'semver';
import type { Draft } from '../findings/finding';
import { SERVER_TAGS } from '../go-module/build-flags';
import { moduleLine } from '../go-module/module-line';
import type { Release } from '../releases/release-model';
import { DEBUG_VARIANT } from '../releases/variants';
import type { PluginFacts } from '../workspace/facts';

/** Build tags that make a plugin which the server refuses (tried with real servers): one finding for each. */
export function refusedTags({ tags, goMod }: PluginFacts, release: Release): Draft<'artifact-flags'>[] {
  if (tags.length === 0 || isDebug(release)) return [];
  return tags
    .filter((tag) => SERVER_TAGS.has(tag))
    .map((tag) => ({
      id: 'artifact-flags',
      severity: 'error',
      location: moduleLine(goMod),
      data: {
        kind: 'refused',
        flag: `-tags=${tag}`,
        reason: `${tag} makes another package of the standard library than the server links`,
      },
    }));
}

/**
 * The workspace gives this name to a server that was built with its own flags, `3.40.0-debug`, and the server for a
 * debugger has some: flags that change fingerprints pass for it, and the fingerprints judge them.
 */
export function isDebug({ version, variant }: Release): boolean {
  if (variant === DEBUG_VARIANT) return true;
  return parseVersion(version)?.prerelease.includes('debug') ?? false;
}
