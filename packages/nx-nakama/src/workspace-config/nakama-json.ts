import { posix } from 'node:path';
import { offsetFromRoot, readNxJson, type Tree, writeJson } from '@nx/devkit';
import { NAKAMA_JSON } from 'nakama-pins/detect';
import { editNakamaJson } from 'nakama-pins/scaffold';

/** Where a folder's nakama.json finds its schema. A repository without package.json has Nx's packages in a folder of Nx's. */
export function schemaOf(tree: Tree, dir: string): string {
  const packages = readNxJson(tree)?.installation ? '.nx/installation/node_modules' : 'node_modules';
  return `${dir === '.' ? './' : offsetFromRoot(dir)}${packages}/nakama-pins/schema/nakama.schema.json`;
}

interface NewNakamaJson {
  /** Left out where images name that of each plugin. */
  readonly release?: string;
  readonly platforms?: readonly string[];
  /** Makes the folder a server project. */
  readonly server?: {
    readonly plugins?: readonly string[];
    readonly config: readonly string[];
    readonly envFile?: string;
  };
}

/**
 * Writes a folder's nakama.json, with its schema.
 *
 * @param dir relative to the workspace root, `.` for the root
 */
export function writeNakamaJson(tree: Tree, dir: string, config: NewNakamaJson): void {
  writeJson(tree, posix.join(dir, NAKAMA_JSON), { $schema: schemaOf(tree, dir), ...config });
}

/** Sets the release in a folder's nakama.json, leaving all else as it is written; makes the file where there is none. */
export function setRelease(tree: Tree, dir: string, release: string): void {
  const file = posix.join(dir, NAKAMA_JSON);
  const text = tree.read(file, 'utf-8');
  if (text === null) writeNakamaJson(tree, dir, { release });
  else tree.write(file, editNakamaJson(text, { release }));
}
