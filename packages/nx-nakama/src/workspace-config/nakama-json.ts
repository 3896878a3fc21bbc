import { posix } from 'node:path';
import { offsetFromRoot, readJson, type Tree, writeJson } from '@nx/devkit';
import { editNakamaJson, NAKAMA_JSON, type NakamaJson } from 'nakama-pins';

/** Where a folder's nakama.json finds its schema. */
export function schemaOf(dir: string): string {
  return `${dir === '.' ? './' : offsetFromRoot(dir)}node_modules/nakama-pins/schema/nakama.schema.json`;
}

/**
 * Writes a folder's nakama.json, with its schema.
 *
 * @param dir relative to the workspace root, `.` for the root
 */
export function writeNakamaJson(tree: Tree, dir: string, config: NakamaJson): void {
  writeJson(tree, posix.join(dir, NAKAMA_JSON), { $schema: schemaOf(dir), ...config });
}

/** Sets the release in a folder's nakama.json, leaving all else as it is written; makes the file where there is none. */
export function setRelease(tree: Tree, dir: string, release: string): void {
  const file = posix.join(dir, NAKAMA_JSON);
  const text = tree.read(file, 'utf-8');
  if (text === null) writeNakamaJson(tree, dir, { release });
  else tree.write(file, editNakamaJson(text, { release }));
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
