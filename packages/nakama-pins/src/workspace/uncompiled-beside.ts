import { posix } from 'node:path';
import { isForWindows } from '../go-module/package-files';
import { distinct } from '../input/distinct';
import { mayEmbed } from './embed-pattern';
import type { PluginFacts } from './facts';
import { type Folders, under } from './folders';
import type { Embed } from './module-reach';
import { packageFolders } from './package-folders';
import { scanSource } from './scan-source';

/**
 * The tests and files for Windows beside the packages that are compiled. Nothing of them is compiled, but go reads their
 * headers, and one that it can't read stops it. Those that may be embedded are left out: they are compiled in.
 *
 * @param of the module's own and those of its local libraries, or the latter alone
 * @returns absolute paths
 */
export function uncompiledBeside(
  folders: Folders,
  { dir, localModules }: Pick<PluginFacts, 'dir' | 'localModules'>,
  of: 'all' | 'libraries',
): string[] {
  const libraries = localModules.map((module) => module.dir);
  return distinct(of === 'all' ? [dir, ...libraries] : libraries).flatMap((module) => {
    const packages = ['.', ...packageFolders(folders, module)].map((sub) => under(module, sub));
    const unread = packages.flatMap((folder) => filesIn(folders, folder, isUncompiled));
    if (unread.length === 0) return [];
    const embeds = packages.flatMap((folder) => embedsIn(folders, folder));
    return unread
      .filter((file) => !embeds.some((embed) => mayEmbed(embed, file)))
      .map((file) => folders.absolute(file));
  });
}

function embedsIn(folders: Folders, folder: string): Embed[] {
  return filesIn(folders, folder, (name) => !isUncompiled(name)).flatMap((file) => {
    const scan = scanSource(folders.absolute(file), file);
    return 'skipped' in scan ? [] : (scan.embeds ?? []).map((pattern) => ({ folder, pattern }));
  });
}

function filesIn(folders: Folders, folder: string, isWanted: (name: string) => boolean): string[] {
  const names = folders.list(folder)?.files ?? [];
  return names
    .filter((name) => name.endsWith('.go') && isWanted(name))
    .map((name) => posix.join(folder, name));
}

/** No target compiles it for a server: nothing of it may be read. */
export function isUncompiled(name: string): boolean {
  return name.endsWith('_test.go') || isForWindows(name);
}
