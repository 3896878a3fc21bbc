import { renderTogether } from 'nakama-pins';
import { oneForEach } from '../one-for-each';
import { outcomeResult } from '../outcome-result';
import type { ProjectExecutor } from '../project-executor';
import { resultOf } from '../task-result';
import { workspaceFor } from '../workspace-for';
import { companionsOf } from './companions';
import { outputDirOf } from './output-dirs';
import type { VerifyLoadOptions } from './schema';
import schema from './schema.json';

/** A server opens plugins on one processor. */
const SERVERS = 2;

/** Which server, and what it is to open. */
interface Opening {
  readonly dirs: readonly string[];
  readonly release?: string;
  readonly options: Omit<VerifyLoadOptions, 'release'>;
}

export const projectLoader: ProjectExecutor<VerifyLoadOptions> = {
  name: 'nx-nakama:verify-load',
  schema,
  concurrency: () => SERVERS,
  create(context) {
    const workspace = workspaceFor(context);
    // All projects of a server ask for the same: it is opened once.
    const open = oneForEach(({ dirs, release, options: { together, ...choice } }: Opening) =>
      workspace(release).load(dirs, {
        ...choice,
        only: true,
        together: together ? 'only' : 'never',
        outputDir: (dir) => outputDirOf(context, dir),
      }),
    );
    return ({ projectRoot, onText }, { release, ...options }) =>
      resultOf(
        async () => {
          context.signal.throwIfAborted();
          if (!options.together) return outcomeResult(await open({ dirs: [projectRoot], release, options }));
          const all = await open({ dirs: companionsOf(context, projectRoot), release, options });
          const own = { ...all, modules: all.modules.filter(({ dir }) => dir === projectRoot) };
          const { terminalOutput } = outcomeResult(own);
          return {
            // A server that does not start opens no plugin.
            success: all.modules.every(({ ok }) => ok),
            terminalOutput: [terminalOutput, renderTogether(all.modules, { color: false })].join('\n'),
          };
        },
        `${projectRoot}: could not be opened`,
        onText,
      );
  },
};
