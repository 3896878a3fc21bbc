import { posix } from 'node:path';
import { isForeign, ModuleLooks, type Skipped } from 'nakama-pins/detect';
import { LookFiles } from './look-files';
import { findNakamaModules, type NakamaModule } from './nakama-modules';

/** Files that Nx finds for us: modules, and what makes a folder a project of another kind. */
const CONFIG_NAMES: readonly string[] = ['go.mod', 'project.json', 'package.json'];

export const CONFIG_FILES = `**/{${CONFIG_NAMES.join()}}`;

let last: { readonly root: string; readonly modules: readonly NakamaModule[] } | undefined;

/**
 * The plugin and library modules of a workspace. Nx asks for the projects first, and for their dependencies right after:
 * what is found for the first is kept for the second.
 *
 * @param root the workspace root, absolute
 * @param configFiles relative to it: `CONFIG_FILES`
 */
export function findModules(root: string, configFiles: readonly string[]): readonly NakamaModule[] {
  const own = configFiles.filter((file) => !isForeign(file));
  const foldersOf = (isWanted: (name: string) => boolean): string[] => {
    const dirs = own.filter((file) => isWanted(posix.basename(file))).map((file) => posix.dirname(file));
    return [...new Set(dirs)].sort();
  };
  const looks = new ModuleLooks(root, new LookFiles(root));
  const modules = findNakamaModules(
    looks,
    foldersOf((name) => name === 'go.mod'),
    foldersOf((name) => name !== 'go.mod'),
  );
  looks.save();
  warnOf(looks.skipped);
  last = { root, modules };
  return modules;
}

/** What was found last; found anew, by the files that there are, if that was in another workspace. */
export function lastModules(root: string, files: () => readonly string[]): readonly NakamaModule[] {
  const kept = last;
  last = undefined;
  return kept?.root === root ? kept.modules : findModules(root, files().filter(isConfigFile));
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
