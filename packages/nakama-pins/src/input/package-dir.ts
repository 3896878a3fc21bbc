import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readBytes } from './read-disk';

/**
 * The folder of this package, absolute: `catalog/`, `schema/` and `dist/` are in it. It is looked for, because sources and
 * the bundle that is made of them stand at different depths: no other file may ask where it is itself.
 */
export const PACKAGE_DIR = packageDir(__dirname);

function packageDir(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : packageDir(dirname(folder));
}

const MAX_BYTES = 256 * 1024 * 1024;

/** The text of a file of this package: `catalog/digest.txt`. @throws InputError if the package is not whole */
export function packageText(file: string): string {
  return readBytes(join(PACKAGE_DIR, file), `nakama-pins/${file}`, { maxBytes: MAX_BYTES }).toString('utf8');
}

/** As `packageText`, of a JSON file. */
export function packageJson<T>(file: string): T {
  return JSON.parse(packageText(file)) as T;
}
