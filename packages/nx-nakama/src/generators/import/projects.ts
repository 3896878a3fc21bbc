import { posix } from 'node:path';
import { getProjects, offsetFromRoot, readJson, type Tree, writeJson } from '@nx/devkit';
import type { SurveyedModule } from 'nakama-pins/scaffold';
import { projectNames } from '../../graph/nakama-modules';

/** An Nx project of a module. */
export interface PlannedProject {
  readonly dir: string;
  readonly name: string;
  /** The project.json to write, and what is to stand in it besides what is there; undefined where inference is enough. */
  readonly config?: { readonly file: string; readonly name?: string; readonly tags: readonly string[] };
  /** The folder of the project that has the name that inference would give. */
  readonly takenBy?: string;
}

/** Names as inference gives them; where another project has the name, the whole path is the name. */
export function planProjects(
  tree: Tree,
  modules: readonly SurveyedModule[],
  tags: readonly string[],
): PlannedProject[] {
  const there = getProjects(tree);
  const named = new Map(Array.from(there, ([name, { root }]) => [root, name]));
  const inferred = projectNames(modules.map(({ dir, path }) => ({ dir, modulePath: path })));
  return modules.map(({ dir }) => {
    const file = posix.join(dir, 'project.json');
    const own = named.get(dir);
    const name = own ?? inferred.get(dir) ?? dir;
    const other = there.get(name)?.root;
    const takenBy = other !== undefined && other !== dir ? other : undefined;
    const free = takenBy === undefined ? name : freeName(dir, there);
    const needsName = takenBy !== undefined;
    if (!needsName && tags.length === 0) return { dir, name: free };
    return {
      dir,
      name: free,
      ...(takenBy !== undefined && { takenBy }),
      config: { file, ...(needsName && { name: free }), tags },
    };
  });
}

function freeName(dir: string, there: ReadonlyMap<string, unknown>): string {
  const path = dir === '.' ? 'nakama' : dir.toLowerCase().replaceAll('/', '-');
  const candidates = [path, `${path}-nakama`];
  for (let i = 2; ; i++) {
    const free = candidates.find((name) => !there.has(name));
    if (free !== undefined) return free;
    candidates.push(`${path}-nakama-${i}`);
  }
}

/** What a project.json has already stays. */
export function writeProjects(tree: Tree, projects: readonly PlannedProject[]): void {
  for (const { dir, config } of projects) {
    if (!config) continue;
    const before = tree.exists(config.file)
      ? readJson<{ tags?: string[] }>(tree, config.file)
      : { $schema: `${offsetFromRoot(dir)}node_modules/nx/schemas/project-schema.json` };
    const tags = [...new Set([...(('tags' in before && before.tags) || []), ...config.tags])];
    writeJson(tree, config.file, {
      ...before,
      ...(config.name !== undefined && { name: config.name }),
      ...(tags.length > 0 && { tags }),
    });
  }
}
