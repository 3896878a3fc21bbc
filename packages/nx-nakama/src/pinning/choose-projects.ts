import { posix } from 'node:path';
import type { NakamaProject } from '../graph/nakama-projects';
import { words } from '../workspace-config/words';

/**
 * The projects that a comma-separated list names, by name or folder.
 *
 * @param option that has the list: `--projects`
 * @throws Error for one that is not there
 */
export function chooseProjects(
  list: string,
  all: readonly NakamaProject[],
  option = '--projects',
): NakamaProject[] {
  const wanted = words(list);
  const chosen = wanted.map((entry) => {
    const dir = posix.normalize(entry).replace(/\/$/, '');
    const project = all.find(({ name }) => name === entry) ?? all.find((other) => other.dir === dir);
    if (!project) throw new Error(unknownProject(entry, all));
    return project;
  });
  if (chosen.length === 0) throw new Error(`${option} names none.\n  fix: ${choices(all)}`);
  return [...new Set(chosen)];
}

function unknownProject(entry: string, all: readonly NakamaProject[]): string {
  return `There is no Nakama plugin or library project "${entry}".\n  fix: ${choices(all)}`;
}

function choices(all: readonly NakamaProject[]): string {
  return all.length === 0
    ? 'create one with nx g nakama-plugin'
    : `choose from ${all.map(({ name }) => name).join(', ')}`;
}
