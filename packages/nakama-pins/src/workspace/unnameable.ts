import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { dirname, sep } from 'node:path';

/** What Node puts in place of bytes that are not UTF-8. */
const REPLACED = '\uFFFD';

/** Whether a name may be of bytes that are not UTF-8; it may also have this character itself. */
export function isUnnameable(name: string): boolean {
  return name.includes(REPLACED);
}

/**
 * Whether a folder whose name is not UTF-8 has a go.mod.
 *
 * @param path as Node decodes it; no file has that name
 */
export function holdsGoMod(path: string): boolean {
  const parent = Buffer.from(dirname(path));
  return entriesOf(parent)
    .filter((entry) => entry.isDirectory() && path.endsWith(`${sep}${entry.name.toString('utf8')}`))
    .some(({ name }) =>
      existsSync(Buffer.concat([parent, Buffer.from(sep), name, Buffer.from(`${sep}go.mod`)])),
    );
}

function entriesOf(folder: Buffer): Dirent<Buffer>[] {
  try {
    return readdirSync(folder, { withFileTypes: true, encoding: 'buffer' });
  } catch {
    return [];
  }
}
