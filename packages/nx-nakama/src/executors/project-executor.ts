import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { optionFaults, type OptionsSchema } from '../graph/option-faults';
import { typedRelease } from '../workspace-config/typed-release';
import { abortOnSignals, withAbortOnSignals } from './abort-on-signals';
import { projectRootOf } from './project-root';
import { type BatchTaskResult, runBatch } from './run-batch';
import type { TaskResult } from './task-result';

/** What every task of a run has in common. */
export interface RunContext {
  /** The workspace root, absolute. */
  readonly root: string;
  /** The user's environment: PATH, proxies, caches. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends every program that runs, and every download; nothing is written after it. */
  readonly signal: AbortSignal;
  readonly projectsConfigurations: ExecutorContext['projectsConfigurations'];
}

/** A project, and what Nx calls the target that runs on it. */
export interface ProjectTask {
  /** Relative to the workspace root. */
  readonly projectRoot: string;
  readonly project: string;
  readonly target: string;
  /** Called with each text of the result as it comes; not in a batch, where nobody reads it. */
  readonly onText?: (text: string) => void;
}

/** Does the work of an executor, project by project; never throws. */
export type RunProject<Options> = (task: ProjectTask, options: Options) => Promise<TaskResult>;

/** What an executor is: how its work is begun, and what it is called in messages. */
export interface ProjectExecutor<Options> {
  /** `nx-nakama:pin` */
  readonly name: string;
  /** Its options, as `schema.json` says them to Nx. */
  readonly schema: OptionsSchema;
  /** Called once a run: what its tasks share is looked for once. */
  create(context: RunContext): RunProject<Options>;
  /** How many tasks of a batch run at a time. */
  concurrency(inputs: readonly Options[]): number;
}

/** The implementation of an executor for one task, which prints as it goes. */
export function runsAlone<Options extends object>({ name, schema, create }: ProjectExecutor<Options>) {
  return async (given: Options, context: ExecutorContext): Promise<{ success: boolean }> => {
    const options = asTyped(given, typedWords(context));
    const { projectName: project = '', targetName: target = '' } = context;
    const projectRoot = projectRootOf(context, project, name);
    const refused = refusal(name, schema, options);
    if (refused) {
      process.stdout.write(refused.terminalOutput);
      return { success: false };
    }
    return withAbortOnSignals(async (signal) => {
      const onText = (text: string): boolean => process.stdout.write(text);
      const run = create(contextOf(context, signal));
      const { success } = await run({ projectRoot, project, target, onText }, options);
      return { success };
    });
  };
}

/**
 * The implementation for all tasks of a run in one process, which reports each as soon as it is done. One that can't be
 * done fails alone.
 */
export function runsInBatch<Options extends object>({
  name,
  schema,
  create,
  concurrency,
}: ProjectExecutor<Options>) {
  return async function* (
    taskGraph: Pick<TaskGraph, 'tasks'>,
    inputs: Record<string, Options>,
    _overrides: unknown,
    context: ExecutorContext,
  ): AsyncGenerator<BatchTaskResult> {
    const { signal, release } = abortOnSignals();
    const run = create(contextOf(context, signal));
    try {
      yield* runBatch(
        taskGraph,
        async ({ id, target: { project, target }, overrides }) => {
          const projectRoot = projectRootOf(context, project, name);
          const options = asTyped(inputs[id] ?? ({} as Options), wordsOf(overrides));
          return refusal(name, schema, options) ?? run({ projectRoot, project, target }, options);
        },
        concurrency(Object.values(inputs)),
      );
    } finally {
      release();
    }
  };
}

/** The words of the command line as they were typed, of a task that runs alone. */
function typedWords({ taskGraph, projectName, targetName }: ExecutorContext): readonly string[] {
  const task = Object.values(taskGraph?.tasks ?? {}).find(
    ({ target }) => target.project === projectName && target.target === targetName,
  );
  return wordsOf(task?.overrides);
}

/** Nx keeps them with a task, and takes them out of its options. */
function wordsOf(overrides: unknown): readonly string[] {
  const words = (overrides as { __overrides_unparsed__?: unknown } | undefined)?.__overrides_unparsed__;
  return Array.isArray(words) ? words.map(String) : [];
}

/** The release as it was typed: Nx makes the number 3.4 of `--release=3.40`. */
function asTyped<Options extends object>(options: Options, words: readonly string[]): Options {
  const { release } = options as { release?: unknown };
  if (typeof release !== 'number') return options;
  const typed = typedRelease<string>(release, words);
  return words.some((word) => word.endsWith(typed)) ? { ...options, release: typed } : options;
}

/** The result of a task whose options can't be taken: nothing is done. */
function refusal(name: string, schema: OptionsSchema, options: object): TaskResult | undefined {
  const faults = optionFaults(name, schema, { ...options });
  return faults.length === 0 ? undefined : { success: false, terminalOutput: `${faults.join('\n')}\n` };
}

function contextOf({ root, projectsConfigurations }: ExecutorContext, signal: AbortSignal): RunContext {
  return { root, env: process.env, signal, projectsConfigurations };
}
