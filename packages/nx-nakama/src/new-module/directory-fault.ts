import { posix } from 'node:path';
import { isForeign } from 'nakama-pins/detect';

/** What is wrong with a module's folder (relative to the workspace root, not yet normalized), or undefined. */
export function directoryFault(directory: string): string | undefined {
  if (directory.trim() === '') return 'it is empty';
  if (posix.isAbsolute(directory) || /^[A-Za-z]:|\\/.test(directory)) {
    return 'it is not relative to the workspace root, with / between folders';
  }
  const folders = directory.split('/').filter((folder) => folder !== '' && folder !== '.');
  if (folders.length === 0) return 'it is the workspace root';
  if (folders.includes('..')) return 'it leaves the workspace or goes back in it (..)';
  const odd = folders.find((folder) => !/^[A-Za-z0-9][\w.-]*$/.test(folder));
  if (odd !== undefined) {
    return `its folder ${JSON.stringify(odd)} is not made of letters, digits, -, _ and dots, beginning with a letter or digit`;
  }
  if (isForeign(directory))
    return 'it lies in vendor, node_modules or testdata, where no plugin is looked for';
  return undefined;
}
