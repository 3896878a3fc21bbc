import { printable } from 'nakama-pins/detect';
import type { ProjectExecutor } from '../project-executor';
import { resultOf } from '../task-result';
import { outputDirOf } from '../verify-load/output-dirs';
import { workspaceFor } from '../workspace-for';
import type { ServeOptions } from './schema';
import schema from './schema.json';

export const projectServer: ProjectExecutor<ServeOptions> = {
  name: 'nx-nakama:serve',
  schema,
  concurrency: () => 1,
  create(context) {
    const workspace = workspaceFor(context);
    return async ({ projectRoot, onText }, { release, ...options }) => {
      // It goes on for hours: what was printed is not kept.
      const print = (line: string): void => onText?.(`${options.raw ? line : printable(line)}\n`);
      const outputDir = (dir: string): string => outputDirOf(context, dir);
      try {
        return await workspace(release).serve([projectRoot], { ...options, only: true, outputDir }, print);
      } catch (error) {
        if (context.signal.aborted) return { success: true, terminalOutput: '' };
        const failure = `${projectRoot}: could not be served`;
        return resultOf(() => Promise.reject(error as Error), failure, onText);
      }
    };
  },
};
