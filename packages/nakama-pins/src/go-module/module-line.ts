import type { FindingLocation } from '../input/problem';
import type { GoMod } from './module-files';

/** The line of go.mod that names the module itself; the file's first line if none does. */
export function moduleLine({ file, module }: Pick<GoMod, 'file' | 'module'>): FindingLocation {
  return { file, ...(module?.position ?? { line: 1, column: 1 }) };
}
