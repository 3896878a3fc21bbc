import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of this package, absolute: `catalog/`, `schema/` and `dist/` are in it. It is looked for, because sources and
 * the bundle that is made of them stand at different depths: no other file may ask where it is itself.
 */
export const PACKAGE_DIR = packageDir(__dirname);

function packageDir(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : packageDir(dirname(folder));
}
