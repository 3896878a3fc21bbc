import { join, posix } from 'node:path';
import { parseJson } from '@nx/devkit';
import { readBytesIfPossible } from 'nakama-pins/detect';
import { isObject } from './json-object';

const PROJECT_JSON = 'project.json';

/**
 * The names that project.json files give projects, by folder: Nx takes them in place of inferred ones.
 *
 * @param root the workspace root, absolute
 * @param configFiles relative to it; no other file is looked for
 */
export function givenNames(
  root: string,
  configFiles: readonly string[],
): (dir: string) => string | undefined {
  const dirs = new Set(
    configFiles.filter((file) => posix.basename(file) === PROJECT_JSON).map((file) => posix.dirname(file)),
  );
  return (dir) => (dirs.has(dir) ? nameIn(join(root, dir, PROJECT_JSON)) : undefined);
}

function nameIn(file: string): string | undefined {
  try {
    const config: unknown = parseJson(readBytesIfPossible(file)?.toString('utf8') ?? '');
    return isObject(config) && typeof config['name'] === 'string' ? config['name'] : undefined;
  } catch {
    // Nx says what is wrong with it.
    return undefined;
  }
}
