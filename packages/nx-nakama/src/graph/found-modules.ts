import { posix } from 'node:path';
import { isForeign, ModuleLooks, NAKAMA_JSON, type Skipped } from 'nakama-pins/detect';
import { LookFiles } from './look-files';
import { findNakamaModules, type NakamaModule } from './nakama-modules';
import { findServers, type NakamaServer } from './server-projects';

/** Files that Nx finds for us: modules, server projects, and what makes a folder a project of another kind. */
const CONFIG_NAMES: readonly string[] = ['go.mod', 'project.json', 'package.json', NAKAMA_JSON];

export const CONFIG_FILES = `**/{${CONFIG_NAMES.join()}}`;

/** What a workspace has for us. */
export interface Found {
  readonly modules: readonly NakamaModule[];
  readonly servers: readonly NakamaServer[];
}

let last: (Found & { readonly root: string }) | undefined;

/**
 * The plugin and library modules, and the server projects, of a workspace. Nx asks for the projects first, and for their dependencies right after:
 * what is found for the first is kept for the second.
 *
 * @param root the workspace root, absolute
 * @param configFiles relative to it: `CONFIG_FILES`
 */
export function findModules(root: string, configFiles: readonly string[]): Found {
  const own = configFiles.filter((file) => !isForeign(file));
  const foldersOf = (isWanted: (name: string) => boolean): string[] => {
    const dirs = own.filter((file) => isWanted(posix.basename(file))).map((file) => posix.dirname(file));
    return [...new Set(dirs)].sort();
  };
  const looks = new ModuleLooks(root, new LookFiles(root));
  const settings = foldersOf((name) => name === NAKAMA_JSON);
  const ofServers = settings.filter((dir) => looks.serverProjectOf(dir));
  const ofOthers = foldersOf((name) => name !== 'go.mod' && name !== NAKAMA_JSON);
  const modules = findNakamaModules(
    looks,
    foldersOf((name) => name === 'go.mod'),
    [...new Set([...ofOthers, ...ofServers])].sort(),
  );
  const servers = findServers(looks, ofServers, modules);
  looks.save();
  warnOf(looks.skipped);
  last = { root, modules, servers };
  return last;
}

/** What was found last; found anew, by the files that there are, if that was in another workspace. */
export function lastModules(root: string, files: () => readonly string[]): Found {
  const kept = last;
  last = undefined;
  return kept?.root === root ? kept : findModules(root, files().filter(isConfigFile));
}

function isConfigFile(file: string): boolean {
  return CONFIG_NAMES.includes(posix.basename(file));
}

const MAX_WARNINGS = 5;

/** The graph stands without these files; verify-pins says what to do. */
function warnOf(skipped: readonly Skipped[]): void {
  if (skipped.length === 0) return;
  const shown = skipped.slice(0, MAX_WARNINGS).map(({ message }) => `  ${message}`);
  const more = skipped.length > MAX_WARNINGS ? [`  and ${skipped.length - MAX_WARNINGS} more`] : [];
  console.warn(['nx-nakama: these files are left out of the project graph:', ...shown, ...more].join('\n'));
}
