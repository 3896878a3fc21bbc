import { createProjectGraphAsync, type ProjectGraph, readCachedProjectGraph } from '@nx/devkit';
import { SERVER_PROJECT } from './targets/server-targets';

/** A plugin or library project. */
export interface NakamaProject {
  readonly name: string;
  /** Relative to the workspace root. */
  readonly dir: string;
  /** Whether `nx sync` keeps it in step. */
  readonly isSynced: boolean;
}

/** A module that is neither judged nor built is nobody's to keep in step. */
const SYNCED: ReadonlySet<string | undefined> = new Set(['nx-nakama:verify-pins', 'nx-nakama:build']);

/** The graph that Nx made for the command that runs; making it again would take longer than all the rest. */
export async function currentGraph(): Promise<ProjectGraph> {
  try {
    return readCachedProjectGraph();
  } catch {
    return createProjectGraphAsync();
  }
}

/** The projects that have a target of ours, sorted by folder. */
export function nakamaProjects({ nodes }: Pick<ProjectGraph, 'nodes'>): NakamaProject[] {
  return Object.values(nodes)
    .flatMap(({ name, data }) => {
      // A server has no module to pin.
      if (data.tags?.includes(SERVER_PROJECT)) return [];
      const targets = Object.values(data.targets ?? {});
      if (!targets.some(({ executor }) => executor?.startsWith('nx-nakama:'))) return [];
      const isSynced = targets.some(({ executor }) => SYNCED.has(executor));
      return [{ name, dir: data.root, isSynced }];
    })
    .sort((a, b) => (a.dir < b.dir ? -1 : 1));
}
