// Where the real Nakama server of a release lies, once it was built.
import { openPackage } from './package.mjs';

/**
 * @param {string} release `3.40.0`
 * @returns {string} where its program lies, built or not
 */
export function serverPath(release, platform = 'linux/amd64') {
  const { builtServerPath } = openPackage('loading/server-build.js');
  return builtServerPath(openPackage().openCatalog().get(release), platform, process.env);
}
