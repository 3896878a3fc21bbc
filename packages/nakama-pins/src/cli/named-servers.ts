import { statSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { nearMatch } from '../input/json-file';
import { InputError, orUndefined } from '../input/problem';
import { findFolders } from '../workspace/discover';
import { Folders } from '../workspace/folders';
import { NAKAMA_JSON, SettingsReader } from '../workspace/nakama-json';
import { givenFolders } from './given-folders';

/**
 * Folders as typed, where the name of a server project stands for its folder: `game` for `servers/game`. A folder of that
 * name goes before it.
 *
 * @throws InputError if several server projects have the name, or none has and there are others
 */
export function namedServers(typed: readonly string[]): string[] {
  return typed.map((word) => {
    const isName = /^[\w.-]+$/.test(word) && /\w/.test(word);
    return isName && !statSync(resolve(word), { throwIfNoEntry: false }) ? folderOf(word) : word;
  });
}

function folderOf(name: string): string {
  const { root } = givenFolders(['.']);
  const servers = serverFolders(root);
  const [dir, ...others] = servers.filter((folder) => posix.basename(folder) === name);
  if (dir !== undefined && others.length === 0) return resolve(root, dir);
  if (servers.length === 0) return name;
  const near = nearMatch(
    name,
    servers.map((folder) => posix.basename(folder)),
  );
  throw new InputError([
    dir === undefined
      ? {
          file: name,
          message: 'there is no such folder, and no server project of this name',
          expected: `a folder, or one of ${servers.join(', ')}`,
          fix: `name ${near ?? servers[0]}`,
        }
      : {
          file: name,
          message: `several server projects have this name: ${[dir, ...others].join(', ')}`,
          fix: `name the folder of one: ${dir}`,
        },
  ]);
}

/** The folders of the server projects of a workspace. What can't be read is no project here, and is said when it is named. */
function serverFolders(root: string): string[] {
  const settings = new SettingsReader(new Folders(root));
  return findFolders(root, '.', NAKAMA_JSON).filter(
    (dir) => typeof orUndefined(() => settings.ownFile(dir))?.value.server === 'object',
  );
}
