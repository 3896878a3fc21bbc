import { type OpenWorkspace, openWorkspace } from 'nakama-pins';
import { printProgress } from '../workspace-config/print-progress';
import { oneForEach } from './one-for-each';
import type { RunContext } from './project-executor';

/** Gives the open workspace of a run for a release: what its tasks share is read, fetched and built once. */
export function workspaceFor({
  root,
  env,
  signal,
}: RunContext): (release: string | undefined) => OpenWorkspace {
  return oneForEach((release: string | undefined) =>
    openWorkspace({ root, env, signal, release, onProgress: printProgress }),
  );
}
