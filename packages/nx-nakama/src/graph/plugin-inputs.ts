import { posix } from 'node:path';
import { NAKAMA_JSON } from 'nakama-pins/detect';
import type { PluginModule } from './plugin-modules';

/**
 * Files that a folder may hold for all plugins below it: the release, images, and the values of their variables.
 * Wider than what is read, and without alternatives in braces, which Nx 22 takes apart at the comma.
 */
const SHARED_FILES = [NAKAMA_JSON, '*[Dd]ockerfile*', '*[Cc]ontainerfile*', '*compose*.y*ml', '.env'];

/** Files of a Go module that decide which packages are linked, and at which version. */
const MODULE_FILES = ['go.mod', 'go.sum', 'vendor/modules.txt', '**/*.go'];

/**
 * All that a verdict with proof `declared` rests on, as file inputs: Nx selects affected tasks by files alone.
 * Sorted by what is shared most, and equal for plugins that share their folders: Nx then hashes those once.
 */
export function pluginInputs({ dir, detection, samePath }: PluginModule): string[] {
  const shared = ancestors(dir).flatMap((folder) => SHARED_FILES.map((file) => workspaceFile(folder, file)));
  const own = [...MODULE_FILES, ...SHARED_FILES].map((file) => `{projectRoot}/${file}`);
  const local = detection.localModules
    .filter(isInside)
    .flatMap((folder) => ['go.mod', '**/*.go', '!**/*_test.go'].map((file) => workspaceFile(folder, file)));
  return unique([
    ...own,
    '!{projectRoot}/**/*_test.go',
    ...shared,
    '{workspaceRoot}/nakama-releases/**/*.json',
    ...goWorkInputs(detection.goWork),
    ...local,
    ...samePath.flatMap(releaseInputs),
  ]);
}

/** go.work can lift the versions that a plugin gets to those of any module it uses. */
function goWorkInputs(goWork: PluginModule['detection']['goWork']): string[] {
  if (!goWork || !isInside(goWork.file)) return [];
  const used = goWork.uses.filter(isInside).map((folder) => workspaceFile(folder, 'go.mod'));
  return [workspaceFile('.', goWork.file), ...used];
}

/** A twin counts where it is for the same release. */
function releaseInputs(twin: string): string[] {
  return [...ancestors(twin), twin].map((folder) => workspaceFile(folder, NAKAMA_JSON));
}

/** Folders above `dir`, the root first; none for the root itself. */
function ancestors(dir: string): string[] {
  if (dir === '.') return [];
  const parent = posix.dirname(dir);
  return [...ancestors(parent), parent];
}

function workspaceFile(folder: string, file: string): string {
  const negated = file.startsWith('!');
  return `${negated ? '!' : ''}{workspaceRoot}/${posix.join(folder, negated ? file.slice(1) : file)}`;
}

/** Nx takes no file outside the workspace as an input. */
function isInside(path: string): boolean {
  return path !== '..' && !path.startsWith('../') && !posix.isAbsolute(path);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
