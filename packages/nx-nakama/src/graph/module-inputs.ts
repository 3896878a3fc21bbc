import { posix } from 'node:path';
import { NAKAMA_JSON } from 'nakama-pins/detect';
import type { NakamaModule } from './nakama-modules';

/**
 * Files that a folder may hold for all plugins below it: images, and the values of their variables. Wider than what is
 * read, and without alternatives in braces, which Nx 22 takes apart at the comma.
 */
const IMAGE_FILES = ['*[Dd]ockerfile*', '*[Cc]ontainerfile*', '*compose*.y*ml', '.env'];

/**
 * Of a module everything but its tests: besides Go files, go.mod, go.sum and vendor/modules.txt a compilation reads C,
 * assembly, and whatever is embedded (`//go:embed`).
 */
const SOURCE_FILES = ['**/*', '!**/*_test.go'];

/**
 * All that a verdict rests on, as file inputs: Nx selects affected tasks by files alone. They suffice for proof
 * `compiled`, too: nakama.json's release names the exact Go, go.sum the very dependencies, and what the environment
 * might add (GOFLAGS, GOWORK, GOEXPERIMENT) is set by us. Equal for plugins that share their folders: Nx then hashes
 * those once.
 */
export function moduleInputs({ dir, detection, samePath }: NakamaModule): string[] {
  // A library is in no image by itself.
  const sharedFiles = [NAKAMA_JSON, ...(detection.kind === 'plugin' ? IMAGE_FILES : [])];
  const shared = ancestors(dir).flatMap((folder) => sharedFiles.map((file) => workspaceFile(folder, file)));
  const local = detection.localModules
    .filter(isInside)
    .flatMap((folder) => SOURCE_FILES.map((file) => workspaceFile(folder, file)));
  return unique([
    ...SOURCE_FILES.map((file) => inFolder('{projectRoot}', file)),
    ...shared,
    '{workspaceRoot}/nakama-releases/**/*.json',
    ...goWorkInputs(detection.goWork),
    ...local,
    ...samePath.flatMap(releaseInputs),
  ]);
}

/** go.work can lift the versions that a plugin gets to those of any module it uses. */
function goWorkInputs(goWork: NakamaModule['detection']['goWork']): string[] {
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
  return inFolder(folder === '.' ? '{workspaceRoot}' : `{workspaceRoot}/${folder}`, file);
}

/** `!` stands before the whole. */
function inFolder(folder: string, file: string): string {
  return file.startsWith('!') ? `!${folder}/${file.slice(1)}` : `${folder}/${file}`;
}

/** Nx takes no file outside the workspace as an input. */
function isInside(path: string): boolean {
  return path !== '..' && !path.startsWith('../') && !posix.isAbsolute(path);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
