import type { ExistingModule, OpenedPlugin } from 'nakama-pins/scaffold';
import { refuse } from '../../new-module/refuse';

/**
 * Refuses a plugin that is none.
 *
 * @throws Error with the fix
 */
export function refuseNoPlugin({ dir }: ExistingModule, { kind }: OpenedPlugin): void {
  refuse(
    kind === 'library' ? 'it is no plugin: no package main in it declares InitModule' : undefined,
    `${dir} can't use a library by this generator`,
    `name the plugin first, then the library: ${ORDER}`,
  );
}

const ORDER = 'nx g nx-nakama:use-library <plugin> <library>';

/**
 * Refuses what can't be: no library, a library that uses the plugin, and a plugin that nothing names a release for.
 *
 * @throws Error with the fix, before anything is written
 */
export function refuseUse(
  plugin: ExistingModule,
  { unreleased }: OpenedPlugin,
  libraries: readonly ExistingModule[],
  existing: readonly ExistingModule[],
): void {
  refuse(
    libraries.length === 0 ? 'no library is named' : undefined,
    `${plugin.dir} can't use a library`,
    ORDER,
  );
  const what = `${plugin.dir} can't use ${libraries.map(({ dir }) => dir).join(' and ')}`;
  const chain = libraries.map((library) => wayTo(library, plugin, existing)).find((way) => way !== undefined);
  refuse(
    chain && `${chain.join(' uses ')}, which would use itself then`,
    what,
    'move what both need into a library of its own: nx g nakama-library',
  );
  refuse(unreleased?.message, `${plugin.dir} can't be pinned`, unreleased?.fix ?? '');
}

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
