// The built package, as its users import it.
import { createRequire } from 'node:module';
import path from 'node:path';
import { repoRoot } from '../check/processes.mjs';

/** @param {string} [file] `for-tools.js` has what is in no door */
export function openPackage(file = 'index.js') {
  return createRequire(import.meta.url)(path.join(repoRoot, 'packages/nakama-pins/dist', file));
}
