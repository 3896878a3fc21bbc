import { distinct } from '../input/distinct';
import type { WorkspaceRun } from './ends';

/** The form of the JSON that commands print; it goes up with every change that a reader could trip over. */
export const JSON_VERSION = 1;

/** What the JSON of a command on modules says, in this order. */
export interface RunJson {
  /** The release of all modules whose release is known; `null` if they differ, or none is known. */
  readonly release: string | null;
  readonly modules: WorkspaceRun['modules'];
  readonly problems: WorkspaceRun['problems'];
}

/** @param rest what the command says besides: plugins that were opened together */
export function runJson<Rest extends object>(
  { modules, problems }: WorkspaceRun,
  rest: Rest,
): RunJson & Rest {
  const releases = distinct(modules.flatMap(({ release }) => release ?? []));
  const release = releases.length === 1 ? (releases[0] ?? null) : null;
  return { release, modules, ...rest, problems };
}
