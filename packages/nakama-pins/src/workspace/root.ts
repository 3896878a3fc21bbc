import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NAKAMA_JSON } from './nakama-json';

/** Names that exist only at the root of an Nx workspace or a repository. */
const MARKS = ['nx.json', '.git'];

/**
 * The nearest folder at or above `from` that is the root of an Nx workspace or a repository; else the highest one with
 * a nakama.json; else `from` itself.
 */
export function findWorkspaceRoot(from: string): string {
  let root = from;
  for (let dir = from; ; dir = dirname(dir)) {
    if (MARKS.some((mark) => existsSync(join(dir, mark)))) return dir;
    if (existsSync(join(dir, NAKAMA_JSON))) root = dir;
    if (dirname(dir) === dir) return root;
  }
}
