import { posix } from 'node:path';
import { isForeign, PluginDetector } from 'nakama-pins/detect';
import { findNakamaModules, type NakamaModule } from './nakama-modules';
import { ScanCache, type Skipped } from './scan-cache';

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
  const scans = new ScanCache(root);
  const modules = findNakamaModules(
    new PluginDetector(root),
    foldersOf((name) => name === 'go.mod'),
    { scanOf: scans.scanOf, otherProjects: foldersOf((name) => name !== 'go.mod') },
  );
  scans.save();
  warnOf(scans.skipped);
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
