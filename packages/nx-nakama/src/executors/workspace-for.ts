import { type OpenWorkspace, openWorkspace, type ProgressEvent } from 'nakama-pins';
import { printable } from 'nakama-pins/detect';
import { oneForEach } from './one-for-each';
import type { RunContext } from './project-executor';

/** Gives the open workspace of a run for a release: what its tasks share is read, fetched and built once. */
export function workspaceFor({
  root,
  env,
  signal,
}: RunContext): (release: string | undefined) => OpenWorkspace {
  return oneForEach((release: string | undefined) =>
    openWorkspace({ root, env, signal, release, onProgress }),
  );
}

/**
 * Steps and downloads depend on what the computer has already. They are no part of what is cached, and so do not go to
 * standard output.
 */
function onProgress(event: ProgressEvent): void {
  const line = event.kind === 'line' ? event.text : event.kind === 'fetch' ? event.says : undefined;
  if (line !== undefined) process.stderr.write(`${printable(line)}\n`);
}
