import type { OnProgress } from '../input/progress';
import { type OpenWorkspace, openWorkspace } from '../open-workspace/open-workspace';
import { FetchBar } from './fetch-bar';
import { givenFolders } from './given-folders';
import { Progress } from './progress';

/**
 * Opens the workspace of folders as typed, works in it, and shows how far the work is.
 *
 * @param doing what is done: `building`
 * @throws InputError if the release is not known
 */
export async function withWorkspace<T>(
  { dirs, release, doing }: { readonly dirs: readonly string[]; readonly release?: string; doing: string },
  work: (workspace: OpenWorkspace, dirs: readonly string[]) => Promise<T>,
): Promise<T> {
  const given = givenFolders(dirs);
  const progress = new Progress(doing);
  const fetching = new FetchBar();
  const onProgress: OnProgress = (event) => {
    if (event.kind === 'modules') progress.update(event.done, event.total);
    else if (event.kind === 'line') progress.log(event.text);
    else fetching.update(event);
  };
  try {
    return await work(openWorkspace({ root: given.root, release, env: process.env, onProgress }), given.dirs);
  } finally {
    fetching.stop();
    progress.stop();
  }
}
