import type { ExecutorContext } from '@nx/devkit';
import type { BuiltModuleFolder } from 'nakama-pins';
import type { BuildOptions } from '../build/schema';

/** Where the target that builds the plugin of a folder puts it, whatever it is called. */
export function builtModuleOf(
  { projectsConfigurations }: Pick<ExecutorContext, 'projectsConfigurations'>,
  dir: string,
): BuiltModuleFolder {
  const project = Object.values(projectsConfigurations.projects).find(({ root }) => root === dir);
  const build = Object.values(project?.targets ?? {}).find(({ executor }) => executor === 'nx-nakama:build');
  return { dir, outputDir: (build?.options as BuildOptions | undefined)?.outputDir };
}
