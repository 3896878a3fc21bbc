import { InstalledExecutors } from '../installed-executors';
import type { Workspace } from '../workspace';
import { callsBelow, type FileCall, type Trace } from './strace';

/** No such folder is there: looking for a file in it says something to who traces, and does nothing. */
const MARK = '/work-of-an-executor';

/**
 * Has each executor of the installed nx-nakama say when its work begins and ends, alone and in a batch: what Nx itself
 * reads before and after is not its work.
 */
export function markExecutors(workspace: Workspace): void {
  const executors = new InstalledExecutors(workspace);
  for (const name of executors.names)
    executors.replace(name, ({ implementation, batchImplementation, ...rest }) => ({
      ...rest,
      implementation: executors.add(`marked/${name}.alone.js`, MARKED_ALONE(implementation)),
      batchImplementation: executors.add(`marked/${name}.batch.js`, MARKED_BATCH(batchImplementation)),
    }));
}

const HEAD = (implementation: string): string => `
const { existsSync } = require('node:fs');
const { default: real } = require(${JSON.stringify(`.${implementation}`)});
const mark = (what, tasks) => existsSync('${MARK}/' + what + '/' + tasks.join('+'));
`;

const MARKED_ALONE = (implementation: string): string => `${HEAD(implementation)}
exports.default = async (options, context) => {
  const tasks = [context.projectName + ':' + context.targetName];
  mark('begins', tasks);
  try {
    return await real(options, context);
  } finally {
    mark('ends', tasks);
  }
};
`;

const MARKED_BATCH = (implementation: string): string => `${HEAD(implementation)}
exports.default = async function* (graph, ...others) {
  const tasks = Object.values(graph.tasks).map(({ target }) => target.project + ':' + target.target).sort();
  mark('begins', tasks);
  try {
    yield* real(graph, ...others);
  } finally {
    mark('ends', tasks);
  }
};
`;

/** What an executor did for its tasks. */
export interface Work {
  /** `arena:build`, sorted; more than one in a batch. */
  readonly tasks: readonly string[];
  readonly calls: readonly FileCall[];
}

/** The work of executors in a trace: the calls of their process and of what it started, from begin to end. */
export function worksOf(trace: Trace): Work[] {
  return [...trace.calls].flatMap(([thread, calls]) =>
    calls.flatMap((call) => {
      const tasks = markOf(call, 'begins');
      if (tasks === undefined) return [];
      const end = calls.find(
        ({ time, ...other }) => time > call.time && markOf({ time, ...other }, 'ends') === tasks,
      );
      if (end === undefined) throw new Error(`${tasks} did not end`);
      const isWithin = ({ time }: FileCall): boolean => time > call.time && time < end.time;
      return [{ tasks: tasks.split('+'), calls: callsBelow(trace, thread).filter(isWithin) }];
    }),
  );
}

function markOf({ paths: [path = ''] }: FileCall, what: 'begins' | 'ends'): string | undefined {
  const prefix = `${MARK}/${what}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}
