import type { WorkspaceRun } from '../open-workspace/ends';
import { entriesOf } from './entries';
import type { Entry } from './entry';

/** What reports are written from. */
export interface Report {
  /** `verify` */
  readonly command: string;
  readonly run: WorkspaceRun;
  /** The worst first. */
  readonly entries: readonly Entry[];
  /** What comes before paths from the workspace root: `games/`. */
  readonly prefix: string;
}

/** A report of a run. @param prefix as `pathPrefix` gives it */
export function reportOf(command: string, run: WorkspaceRun, prefix: string): Report {
  return { command, run, prefix, entries: entriesOf(run, prefix) };
}
