import { type Outcome, renderOutcome, type WorkspaceRun } from 'nakama-pins';
import type { TaskResult } from './task-result';

type RenderOptions = Parameters<typeof renderOutcome>[1];

/** What a run on one project gives to Nx. Without colour: the text is cached, and is the same on every terminal. */
export function outcomeResult<T extends Outcome>(
  { modules }: WorkspaceRun<T>,
  options: Omit<RenderOptions, 'color'> = {},
): TaskResult {
  return {
    success: modules.every(({ ok }) => ok),
    terminalOutput: modules
      .map((module) => renderOutcome(module, { ...options, color: false, pages: true }))
      .join('\n'),
  };
}

/** What a run that printed as it went gives to Nx: what kept it from running is printed now. */
export function printedResult({ modules }: WorkspaceRun, print: (line: string) => void): boolean {
  for (const module of modules) {
    if (module.problems.length > 0 || module.release === null) print(renderOutcome(module, { color: false }));
  }
  return modules.every(({ ok }) => ok);
}
