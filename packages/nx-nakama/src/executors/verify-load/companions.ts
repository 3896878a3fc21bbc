import type { ExecutorContext } from '@nx/devkit';
import { SERVER_TAG } from '../../graph/server-tag';

/** Folders of all plugins that one server opens with this one, itself among them, sorted. */
export function companionsOf(
  { projectsConfigurations }: Pick<ExecutorContext, 'projectsConfigurations'>,
  dir: string,
): string[] {
  const projects = Object.values(projectsConfigurations.projects);
  const tag = serverTagOf(projects.find(({ root }) => root === dir)?.tags);
  const others = tag === undefined ? [] : projects.filter(({ tags }) => serverTagOf(tags) === tag);
  return [...new Set([dir, ...others.map(({ root }) => root)])].sort();
}

function serverTagOf(tags: readonly string[] = []): string | undefined {
  return tags.find((tag) => tag.startsWith(SERVER_TAG));
}
