import { posix } from 'node:path';
import { offsetFromRoot, readJson, type Tree, writeJson } from '@nx/devkit';
import { NAKAMA_JSON, type NakamaJson } from 'nakama-pins';

/**
 * Writes a folder's nakama.json, with its schema.
 *
 * @param dir relative to the workspace root, `.` for the root
 */
export function writeNakamaJson(tree: Tree, dir: string, config: NakamaJson): void {
  const toRoot = dir === '.' ? './' : offsetFromRoot(dir);
  writeJson(tree, posix.join(dir, NAKAMA_JSON), {
    $schema: `${toRoot}node_modules/nakama-pins/schema/nakama.schema.json`,
    ...config,
  });
}

/** A release as written, and where. */
export interface ConfiguredRelease {
  readonly spec: string;
  readonly file: string;
}

/** The release that a folder's plugins are built for: of the nearest nakama.json at or above it that names one. */
export function nearestRelease(tree: Tree, dir: string): ConfiguredRelease | undefined {
  const file = posix.join(dir, NAKAMA_JSON);
  const spec = tree.exists(file) ? readJson<NakamaJson>(tree, file).release : undefined;
  if (typeof spec === 'string') return { spec, file };
  return dir === '.' ? undefined : nearestRelease(tree, posix.dirname(dir));
}
