import type { ModuleReport } from '../findings/finding';
import { InputError, type Problem } from '../input/problem';
import { PluginDetector } from '../workspace/plugin-detector';
import { findModules } from '../workspace/discover';
import { createVerifier } from './verifier';

export interface WorkspaceReport {
  readonly modules: readonly ModuleReport[];
  /** What could not be judged; the other modules were. */
  readonly problems: readonly Problem[];
}

export interface VerifyWorkspaceOptions {
  /** Absolute. */
  readonly root: string;
  /** Folders to look in, relative to the root. */
  readonly dirs: readonly string[];
  readonly release?: string;
  /** Called before each module with how many are done, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Finds the plugin and library modules in and below the folders, and judges all of them. A folder that is itself a module is
 * judged even where it does not look like a plugin.
 *
 * @throws InputError where the release is not known
 */
export function verifyWorkspace({
  root,
  dirs,
  release,
  onProgress,
}: VerifyWorkspaceOptions): WorkspaceReport {
  const verifier = createVerifier({ root, release });
  const modules = findPluginModules(root, dirs);
  const reports: ModuleReport[] = [];
  const problems: Problem[] = [];
  modules.forEach(({ dir, samePath }, done) => {
    onProgress?.(done, modules.length);
    try {
      reports.push(verifier.verify(dir, { samePath }));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  });
  onProgress?.(modules.length, modules.length);
  return { modules: reports, problems: uniqueProblems(problems) };
}

/** A module to judge. */
export interface PluginModule {
  /** Relative to the root. */
  readonly dir: string;
  /** Folders of the others with its plugin path. */
  readonly samePath: readonly string[];
}

/** The plugin modules in and below the folders, and those that the folders themselves are; sorted by folder. */
export function findPluginModules(root: string, dirs: readonly string[]): PluginModule[] {
  const detector = new PluginDetector(root);
  const found = new Map<string, string>();
  for (const dir of dirs) {
    for (const module of findModules(root, dir)) {
      const detection = detector.detect(module);
      if (detection || module === dir) found.set(module, detection?.pluginPath ?? module);
      for (const library of detection?.localModules ?? []) {
        if (!library.startsWith('..') && detector.detectLibrary(library)) found.set(library, library);
      }
    }
  }
  const groups = groupByPath(found);
  return [...found.keys()].sort().map((dir) => {
    const group = groups.get(found.get(dir) ?? '') ?? [];
    return { dir, samePath: group.filter((other) => other !== dir) };
  });
}

/** Plugin path → the folders that have it. */
function groupByPath(found: ReadonlyMap<string, string>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const dir of [...found.keys()].sort()) {
    const path = found.get(dir) ?? '';
    groups.set(path, [...(groups.get(path) ?? []), dir]);
  }
  return groups;
}

/** A bad nakama.json is met once for every module below it. */
export function uniqueProblems(problems: readonly Problem[]): Problem[] {
  const seen = new Map(problems.map((p) => [JSON.stringify(p), p]));
  return [...seen.values()];
}
