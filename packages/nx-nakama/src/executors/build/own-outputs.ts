import { readdirSync, rmSync } from 'node:fs';
import { join, posix } from 'node:path';

/** The folder of a platform, as a build names it: `linux-arm64`. */
const PLATFORM_FOLDER = /^[a-z0-9]+-[a-z0-9]+$/;

/**
 * Removes what earlier builds left of the same plugins for platforms that this build was not for: Nx keeps all files of
 * these names as its result. Files of other names stay.
 *
 * @param root absolute
 * @param built files that were built now, relative to the root: `dist/plugins/arena/linux-amd64/arena.so`
 */
export function removeEarlierBuilds(root: string, built: readonly string[]): void {
  const now = new Set(built);
  const places = new Set(built.map((file) => posix.join(posix.dirname(file), '..', posix.basename(file))));
  for (const place of places) {
    const folder = posix.dirname(place);
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const file = posix.join(folder, entry.name, posix.basename(place));
      if (entry.isDirectory() && PLATFORM_FOLDER.test(entry.name) && !now.has(file))
        rmSync(join(root, file), { force: true });
    }
  }
}
