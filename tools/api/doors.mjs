import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const PACKAGE_DIR = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../../packages/nakama-pins',
);

/**
 * The doors of the package, as package.json lists them: what users import, and the declarations behind it.
 *
 * @returns {{ name: string, door: string, declarations: string }[]} `index`, `.`, an absolute path
 */
export function readDoors() {
  const { exports } = JSON.parse(readFileSync(path.join(PACKAGE_DIR, 'package.json'), 'utf8'));
  return Object.entries(exports)
    .filter(([, target]) => target.types !== undefined)
    .map(([door, { types }]) => ({
      name: door === '.' ? 'index' : door.slice(2),
      door,
      declarations: path.join(PACKAGE_DIR, types),
    }));
}
