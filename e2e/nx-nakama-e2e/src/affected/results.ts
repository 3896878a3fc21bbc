import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InstalledExecutors } from '../installed-executors';
import type { Workspace } from '../workspace';

export const TARGETS = ['verify-pins', 'build', 'test', 'lint'];

/** Runs the executor of the name, and writes down each result as Nx gets it. */
const RECORDING = (implementation: string): string => `
const { appendFileSync } = require('node:fs');
const { default: real } = require(${JSON.stringify(`.${implementation}`)});
exports.default = async function* (graph, ...others) {
  for await (const { task, result } of real(graph, ...others)) {
    const { project, target } = graph.tasks[task].target;
    const { success, terminalOutput } = result;
    if (process.env.RESULTS)
      appendFileSync(process.env.RESULTS, JSON.stringify({ task: project + ' ' + target, success, terminalOutput }) + '\\n');
    yield { task, result };
  }
};
`;

/** Has the executors of the installed nx-nakama write down their results. */
export function recordResults(workspace: Workspace): void {
  const executors = new InstalledExecutors(workspace);
  for (const name of TARGETS)
    executors.replace(name, (executor) => ({
      ...executor,
      batchImplementation: executors.add(`recording/${name}.js`, RECORDING(executor.batchImplementation)),
    }));
}

/** A hash of what each task gives, text and bytes: `arena build`. */
export type Results = ReadonlyMap<string, string>;

/** Runs all tasks, none from the cache. */
export function freshResults(workspace: Workspace): Results {
  const record = join(dirname(workspace.root), 'results.txt');
  rmSync(record, { force: true });
  rmSync(join(workspace.root, 'dist'), { recursive: true, force: true });
  const args = ['run-many', '-t', ...TARGETS, '--skip-nx-cache', '--outputStyle=static'];
  // A result that says "fails" is one, too.
  const { output } = workspace.tryRun(
    '.',
    { RESULTS: record, NX_ISOLATE_PLUGINS: 'false' },
    workspace.nxProgram,
    ...args,
  );
  if (!existsSync(record)) throw new Error(`nothing ran:\n${output}`);
  const lines = readFileSync(record, 'utf8').trim().split('\n');
  return new Map(
    lines.map((line) => {
      const { task, success, terminalOutput } = JSON.parse(line) as RecordedResult;
      const [project = '', target] = task.split(' ');
      const built = target === 'build' ? filesOf(join(workspace.root, 'dist'), project) : [];
      return [task, hash(String(success), withoutTimes(terminalOutput), ...built)];
    }),
  );
}

interface RecordedResult {
  readonly task: string;
  readonly success: boolean;
  readonly terminalOutput: string;
}

/** Go says how long tests took, and whether it knew their result. */
function withoutTimes(text: string): string {
  return text.replace(/\d+\.\d+s\b|\(cached\)/g, '');
}

/** The bytes of all plugins of a project. */
function filesOf(folder: string, project: string): Buffer[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(`/${project}.so`))
    .sort()
    .map((file) => readFileSync(join(folder, file)));
}

function hash(...parts: readonly (string | Buffer)[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\0');
  return sum.digest('hex');
}

/** Tasks that are new, or give something else than before; sorted. */
export function differing(before: Results, after: Results): string[] {
  return [...after].flatMap(([task, result]) => (before.get(task) === result ? [] : [task])).sort();
}

/** The tasks that Nx selects for the last commit, and does not run; sorted. */
export function selectedTasks(workspace: Workspace): string[] {
  const args = ['affected', '-t', ...TARGETS, '--base=HEAD~1', '--head=HEAD', '--graph=stdout'];
  const printed = workspace.run('.', { NX_ISOLATE_PLUGINS: 'false' }, workspace.nxProgram, ...args);
  // Nothing is printed before the graph but what is said of the selection.
  const { tasks } = JSON.parse(printed.slice(printed.indexOf('{'))) as {
    tasks: { tasks: Record<string, Task> };
  };
  return Object.values(tasks.tasks)
    .map(({ target: { project, target } }) => `${project} ${target}`)
    .sort();
}

interface Task {
  readonly target: { readonly project: string; readonly target: string };
}
