import type { Tree } from '@nx/devkit';
import { formatProblems, type OpenWorkspace, type PinOutcome, renderOutcome } from 'nakama-pins';

/** What is added. */
export interface Wanted {
  readonly modules: readonly string[];
  readonly tags?: readonly string[];
}

/** What is to be said, and what is left to do once Nx has written the tree. */
export interface AddedInTree {
  readonly lines: readonly string[];
  readonly finish: () => Promise<void>;
}

/**
 * Plans dependencies on the disk and writes them into the tree. A vendor folder may hold files that are no text: such a module
 * is written by the command itself, after the tree.
 *
 * @param dirs folders of the modules
 * @throws Error with the words of the command if one can't be added; nothing is in the tree then
 */
export async function addInTree(
  tree: Tree,
  dirs: readonly string[],
  wanted: Wanted,
  workspace: Pick<OpenWorkspace, 'get' | 'modules'>,
): Promise<AddedInTree> {
  const planned: PinOutcome[] = [];
  const problems: string[] = [];
  for (const dir of dirs) {
    const run = await workspace.get([dir], { ...wanted, ...selection(workspace, dir), write: false });
    planned.push(...run.modules.filter((module) => module.problems.length === 0));
    if (run.problems.length > 0) problems.push(formatProblems(run.problems));
  }
  const lines = planned.map((outcome) => {
    // Nx writes the tree, or says that it does not.
    const written = outcome.conflicts.length === 0 && outcome.changes.length > 0;
    return renderOutcome({ ...outcome, written }, { color: false });
  });
  const isRefused = planned.some(({ conflicts, release }) => conflicts.length > 0 || release === null);
  if (problems.length > 0 || isRefused) throw new Error([...lines, ...new Set(problems)].join('\n'));
  const vendored = planned.filter(({ changes }) => changes.some(({ file }) => isVendored(file)));
  for (const { changes } of planned.filter((outcome) => !vendored.includes(outcome)))
    for (const { file, after } of changes) if (after !== undefined) tree.write(file, after);
  return {
    lines,
    finish: async () => {
      for (const outcome of vendored) await writeVendored(outcome, wanted, workspace);
    },
  };
}

async function writeVendored(
  { dir, got = [] }: PinOutcome,
  wanted: Wanted,
  workspace: Pick<OpenWorkspace, 'get' | 'modules'>,
): Promise<void> {
  // What was said is what is written, also if a newer version appears meanwhile.
  const modules = wanted.modules.map((text, i) => `${text.replace(/@.*/, '')}@${got[i]?.version}`);
  const run = await workspace.get([dir], { ...wanted, modules, ...selection(workspace, dir), write: true });
  if (run.exitCode === 2) throw new Error(formatProblems(run.problems));
}

/** A library is judged as one only if that is said. */
function selection({ modules }: Pick<OpenWorkspace, 'modules'>, dir: string) {
  const [found] = modules([dir], { only: true });
  return { only: true, ...(found?.kind === 'library' && { kind: found.kind }) };
}

function isVendored(file: string): boolean {
  return /(?:^|\/)vendor\//.test(file);
}
