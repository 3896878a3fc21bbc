import { posix } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import type { BuildOptions } from '../build/schema';

/** Where the target that builds the plugin of a folder puts it, whatever it is called. */
export function outputDirOf(
  { projectsConfigurations }: Pick<ExecutorContext, 'projectsConfigurations'>,
  dir: string,
): string {
  const project = Object.values(projectsConfigurations.projects).find(({ root }) => root === dir);
  const build = Object.values(project?.targets ?? {}).find(({ executor }) => executor === 'nx-nakama:build');
  return (build?.options as BuildOptions | undefined)?.outputDir ?? posix.join('dist', dir);
}
