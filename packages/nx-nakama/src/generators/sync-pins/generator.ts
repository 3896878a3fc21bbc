import { logger, type Tree } from '@nx/devkit';
import { formatProblems, type WorkspacePlan } from 'nakama-pins/plan';
import { currentGraph, nakamaProjects } from '../../graph/nakama-projects';
import { changesFrom } from '../../pinning/changes-from';
import { pinInTree } from '../../pinning/plan-tree';

/** What Nx shows where files are out of sync. */
export interface OutOfSync {
  readonly outOfSyncMessage?: string;
  /** `nx sync:check` shows these, too. */
  readonly outOfSyncDetails?: string[];
}

/** As many folders fit into a message that people read. */
const MAX_NAMED = 5;

/** Run by `nx sync`: pins all plugins and libraries of the workspace, as far as their committed files tell. */
export default async function syncPinsGenerator(tree: Tree): Promise<OutOfSync> {
  const projects = nakamaProjects(await currentGraph()).filter(({ isSynced }) => isSynced);
  return syncPins(
    tree,
    projects.map(({ dir }) => dir),
  );
}

/**
 * A module that can't be read keeps none of the others out of step: it is named beside them, and by `verify-pins`.
 *
 * @param dirs folders of the modules, relative to the workspace root
 */
export function syncPins(tree: Tree, dirs: readonly string[]): OutOfSync {
  if (dirs.length === 0) return {};
  const plan = pinInTree(tree, dirs);
  const unread = plan.modules.flatMap((module) => module.problems);
  const problems = [
    ...(unread.length > 0 ? [formatProblems(unread)] : []),
    ...plan.modules.filter(({ plan: own }) => own?.needsVendoring).map(({ dir }) => leftVendored(dir)),
  ];
  if (plan.changes.length === 0) {
    // Nx drops the details of a generator that changes nothing.
    for (const problem of new Set(problems)) logger.warn(problem);
    return {};
  }
  return {
    outOfSyncMessage: message(plan),
    outOfSyncDetails: [...plan.changes.flatMap((change) => changesFrom('.', change)), ...new Set(problems)],
  };
}

/** Of a module that has to be changed whole, which takes Go. */
export function leftVendored(dir: string): string {
  return `${dir}: left as it is: its pins need another vendor/, which only Go makes\n  fix: npx nakama-pins pin ${dir}`;
}

function message({ modules }: WorkspacePlan): string {
  const dirs = modules.filter(({ plan }) => (plan?.changes.length ?? 0) > 0).map(({ dir }) => dir);
  const named = dirs.sort().slice(0, MAX_NAMED).join(', ');
  const more = dirs.length > MAX_NAMED ? ` and ${dirs.length - MAX_NAMED} more` : '';
  const subject = dirs.length === 1 ? 'module is' : 'modules are';
  return `${dirs.length} Nakama ${subject} not in step with the release: ${named}${more}`;
}
