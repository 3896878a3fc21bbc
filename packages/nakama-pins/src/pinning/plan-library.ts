import type { GoModEdit } from '../go-module/edit/go-mod-edit';
import type { GoMod } from '../go-module/module-files';
import { compareVersions } from '../go-module/module-version';
import type { Linking } from '../linking/linking';

/**
 * What a local library must give way in, so that the plugin's pins hold: requirements above the release's. Those below
 * are lower bounds and stay; a library that plugins of two releases use so ends at the older one's.
 */
export function planLibrary(goMod: GoMod, { shared }: Linking): GoModEdit[] {
  return goMod.require.flatMap(({ path, version }) => {
    const pin = shared.find((s) => s.module.path === path)?.module.version;
    return pin === undefined || compareVersions(version, pin) <= 0
      ? []
      : [{ kind: 'set-require', path, version: pin }];
  });
}
