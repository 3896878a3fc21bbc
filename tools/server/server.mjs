// The path of a release's real Nakama server.
import { openPackage } from './package.mjs';

/**
 * @param {string} release `3.40.0`
 * @returns {string} the path of its program, which need not be built
 */
export function serverPath(release, platform = 'linux/amd64') {
  const { builtServerPath } = openPackage('for-tools.js');
  return builtServerPath(openPackage().openCatalog().get(release), platform, process.env);
}
