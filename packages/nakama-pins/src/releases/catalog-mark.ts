import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { PACKAGE_DIR } from '../input/package-dir';

/**
 * What verdicts rest on besides the files of a workspace: the version of this package, and a hash of the catalog that it
 * ships. Two packages of one version can have different catalogs while one of them is linked from a checkout.
 *
 * @example
 * catalogMark(); // '0.3.0-5f1d6f0c9a3b'
 */
export function catalogMark(): string {
  const { version } = JSON.parse(readFileSync(path.join(PACKAGE_DIR, 'package.json'), 'utf8')) as {
    version: string;
  };
  const digest = readFileSync(path.join(PACKAGE_DIR, 'catalog/digest.txt'), 'utf8');
  return `${version}-${digest.slice(0, 12)}`;
}
