import type { ModuleReport } from '../findings/types';
import { InputError, type Problem } from '../input/problem';
import { PluginDetector } from '../workspace/detect';
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
 * Finds the plugin modules in and below the folders and judges all of them. A folder that is itself a module is
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
  const detector = new PluginDetector(root);
  const found = new Map<string, string>();
  for (const dir of dirs) {
    for (const module of findModules(root, dir)) {
      const detection = detector.detect(module);
      if (detection || module === dir) found.set(module, detection?.pluginPath ?? module);
    }
  }
  const modules = [...found.keys()].sort();
  const samePath = groupByPath(found);
  const reports: ModuleReport[] = [];
  const problems: Problem[] = [];
  modules.forEach((dir, done) => {
    onProgress?.(done, modules.length);
    try {
      const others = (samePath.get(found.get(dir) ?? '') ?? []).filter((other) => other !== dir);
      reports.push(verifier.verify(dir, { samePath: others }));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  });
  onProgress?.(modules.length, modules.length);
  return { modules: reports, problems: unique(problems) };
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
function unique(problems: readonly Problem[]): Problem[] {
  const seen = new Map(problems.map((p) => [JSON.stringify(p), p]));
  return [...seen.values()];
}
