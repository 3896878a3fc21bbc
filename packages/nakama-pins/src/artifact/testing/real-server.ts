import { existsSync } from 'node:fs';
import { builtServerPath } from '../../loading/server-build';
import { catalogRelease } from '../../testing/workspace';

/** The real server of the release that tests use, if `node tools/server/build.mjs` has built it; tests never build it. */
export function realServer(): string | undefined {
  const path = builtServerPath(catalogRelease(), 'linux/amd64', process.env);
  return existsSync(path) ? path : undefined;
}
