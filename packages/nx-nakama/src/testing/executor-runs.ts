import { EventEmitter } from 'node:events';
import type { ExecutorContext, TaskGraph } from '@nx/devkit';

/** What Nx gives to an executor that runs on projects at `plugins/<name>`. */
export function executorContext(
  root: string,
  names: readonly string[],
  projectName?: string,
): ExecutorContext {
  return {
    root,
    cwd: root,
    isVerbose: false,
    projectName,
    projectsConfigurations: {
      version: 2,
      projects: Object.fromEntries(names.map((name) => [name, { root: `plugins/${name}` }])),
    },
    nxJsonConfiguration: {},
    projectGraph: { nodes: {}, dependencies: {} },
  };
}

/** The tasks of a target on these projects. */
export function tasksOf(target: string, projects: readonly string[]): Pick<TaskGraph, 'tasks'> {
  const tasks = projects.map((project) => {
    const id = `${project}:${target}`;
    const rest = { overrides: {}, outputs: [], cache: true, parallelism: true };
    return [id, { id, target: { project, target }, ...rest }];
  });
  return { tasks: Object.fromEntries(tasks) as TaskGraph['tasks'] };
}

/** Runs an executor alone, as it prints. */
export async function printed(
  run: () => Promise<{ success: boolean }>,
): Promise<{ success: boolean; terminalOutput: string }> {
  const written: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  try {
    const { success } = await run();
    return { success, terminalOutput: written.join('') };
  } finally {
    write.mockRestore();
  }
}

/** Ctrl-C, as listeners of this test hear it: Nx puts an `emit` of its own in place, which reaches another process object. */
export function pressCtrlC(): void {
  receiveSignal('SIGINT');
}

/** A signal, as `pressCtrlC` sends its own. */
export function receiveSignal(name: NodeJS.Signals): void {
  EventEmitter.prototype.emit.call(process, name, name);
}
