import { watch } from 'node:fs';

/** Changes of files, as they come. */
export interface Changes {
  /** Resolves when something has changed since it last did, and nothing more does for an instant. */
  next(): Promise<void>;
  close(): void;
}

/** Editors write a file in several steps, and format it afterwards. */
const QUIET_MS = 80;

/**
 * Watches folders and all below them.
 *
 * @param folders absolute; one that is not there is not watched
 * @param counts whether a change counts, by its path from the folder with `/`
 * @param alone folders that are watched without what is below them: the root of a workspace holds all of node_modules
 */
export function watchFolders(
  folders: readonly string[],
  counts: (path: string) => boolean,
  alone: readonly string[] = [],
): Changes {
  let hasChanged = false;
  let wake: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  const note = (path: string | null): void => {
    if (path !== null && !counts(path.replaceAll('\\', '/'))) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      hasChanged = true;
      wake();
    }, QUIET_MS);
  };
  const watched = [
    ...folders.map((folder) => ({ folder, recursive: true })),
    ...alone.map((folder) => ({ folder, recursive: false })),
  ];
  const watchers = watched.flatMap(({ folder, recursive }) => {
    try {
      const watcher = watch(folder, { recursive }, (_, path) => note(path));
      // A folder that goes is seen by what is missing in the next build.
      watcher.on('error', () => note(null));
      return [watcher];
    } catch {
      return [];
    }
  });
  return {
    async next() {
      if (!hasChanged) await new Promise<void>((settle) => (wake = settle));
      hasChanged = false;
    },
    close() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}
