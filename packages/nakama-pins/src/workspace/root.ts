import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What only stands at the root of a workspace. */
const MARKS = ['nx.json', '.git'];

/** The nearest folder at or above `from` that is the root of an Nx workspace or a repository; else `from` itself. */
export function findWorkspaceRoot(from: string): string {
  for (let dir = from; ; dir = dirname(dir)) {
    if (MARKS.some((mark) => existsSync(join(dir, mark)))) return dir;
    if (dirname(dir) === dir) return from;
  }
}
