import type { ExistingModule, OpenedPlugin } from 'nakama-pins/scaffold';
import { refuse } from '../../new-module/refuse';

/**
 * Refuses what can't be: a plugin that is none or that nothing names a release for, a library that uses the plugin, and a
 * plugin with vendor/.
 *
 * @throws Error with the fix, before anything is written
 */
export function refuseUse(
  plugin: ExistingModule,
  opened: OpenedPlugin,
  libraries: readonly ExistingModule[],
  existing: readonly ExistingModule[],
): void {
  const what = `${plugin.dir} can't use ${libraries.map(({ dir }) => dir).join(' and ')}`;
  refuse(
    libraries.length === 0 ? 'no library is named' : undefined,
    `${plugin.dir} can't use a library`,
    NAME_ONE,
  );
  refuse(
    opened.kind === 'library' ? 'it is no plugin: no package main in it declares InitModule' : undefined,
    what,
    'name the plugin first, then the library: nx g nx-nakama:use-library <plugin> <library>',
  );
  const chain = libraries.map((library) => wayTo(library, plugin, existing)).find((way) => way !== undefined);
  refuse(
    chain && `${chain.join(' uses ')}, which would use itself then`,
    what,
    'move what both need into a library of its own: nx g nakama-library',
  );
  const { unreleased } = opened;
  refuse(unreleased?.message, `${plugin.dir} can't be pinned`, unreleased?.fix ?? '');
}

const NAME_ONE = 'nx g nx-nakama:use-library <plugin> <library>';

/** Folders from a library to the plugin, along what their go.mod files require and replace; both ends included. */
function wayTo(
  from: ExistingModule,
  to: ExistingModule,
  existing: readonly ExistingModule[],
  seen: readonly ExistingModule[] = [],
): string[] | undefined {
  if (from === to) return [to.dir];
  const next = existing.filter(
    ({ dir, path }) => from.localFolders.includes(dir) || from.requires.some((r) => r.path === path),
  );
  for (const module of next) {
    if (seen.includes(module)) continue;
    const way = wayTo(module, to, existing, [...seen, from]);
    if (way) return [from.dir, ...way];
  }
  return undefined;
}
