import type { Outcome } from '../findings/outcome';
import { distinct } from '../input/distinct';
import type { Problem } from '../input/problem';
import { missingFolders } from './missing-folders';

/** The outcomes of a command for all modules that it was asked about. */
export interface WorkspaceRun<T extends Outcome = Outcome> {
  /** In the order of their folders. */
  readonly modules: readonly T[];
  /** What could not be judged, each problem once: those of the modules, folders that are missing, nothing found. */
  readonly problems: readonly Problem[];
  /** 0: every module is ok. 1: one is not. 2: something could not be judged. */
  readonly exitCode: 0 | 1 | 2;
}

/** What a command looks for. */
export type Sought = 'plugin module' | 'plugin or library module';

/**
 * Decides how a command ends, for all commands: 2 if anything could not be judged (bad input, no release named,
 * nothing found), else 1 where a module is not ok.
 *
 * @param root the workspace root, absolute
 * @param dirs the folders that were looked in
 */
export function endOf<T extends Outcome>(
  modules: readonly T[],
  {
    root,
    dirs,
    sought,
  }: { readonly root: string; readonly dirs: readonly string[]; readonly sought: Sought },
): WorkspaceRun<T> {
  // A module that is named and missing has said so itself.
  const said = new Set(modules.map(({ dir }) => dir));
  const unsaid = dirs.filter((dir) => !said.has(dir));
  const missing = missingFolders(root, unsaid);
  const problems = [...modules.flatMap((module) => module.problems), ...missing];
  if (modules.length === 0) {
    const searched = dirs.filter((dir) => !missing.some(({ file }) => file === dir));
    if (searched.length > 0) problems.push(noneFound(searched, sought));
    if (dirs.length === 0) problems.push(noneNamed(sought));
  }
  // A bad nakama.json is met once for every module below it.
  return { modules, problems: distinct(problems), exitCode: exitCodeOf(modules, problems) };
}

/** @param problems besides those of the modules: of files that belong to none */
export function exitCodeOf(modules: readonly Outcome[], problems: readonly Problem[]): 0 | 1 | 2 {
  if (problems.length > 0 || modules.some(({ release }) => release === null)) return 2;
  return modules.every(({ ok }) => ok) ? 0 : 1;
}

/** Nothing is judged, and that is no success. */
export function noneNamed(sought: string): Problem {
  return { file: '.', message: `nothing is named to look for a ${sought}`, fix: 'name a folder or file' };
}

function noneFound(dirs: readonly string[], sought: Sought): Problem {
  return {
    file: dirs.join(', '),
    message: `no ${sought} found`,
    expected: 'a go.mod that names nakama-common, and a package main with InitModule',
    fix: 'name a folder that holds one',
  };
}
