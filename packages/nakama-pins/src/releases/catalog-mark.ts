import { packageJson, packageText } from '../input/package-dir';

/**
 * What verdicts rest on besides the files of a workspace: the version of this package, and a hash of the catalog that it
 * ships. Two packages of one version can have different catalogs while one of them is linked from a checkout.
 *
 * @example
 * catalogMark(); // '0.3.0-5f1d6f0c9a3b'
 */
export function catalogMark(): string {
  const { version } = packageJson<{ version: string }>('package.json');
  const digest = packageText('catalog/digest.txt');
  return `${version}-${digest.slice(0, 12)}`;
}
