import { existsSync } from 'node:fs';
import { InputError } from '../input/problem';
import type { Platform } from '../releases/release-model';
import type { OpenedFile } from '../workspace/nakama-json';
import { ArtifactError } from './artifact-error';
import { type OpenedPlugin, type ReadPlugin, readPlugin } from './check-artifacts';
import { platformOf } from './server-release';

/** Where files that a nakama.json names are, and what they are called. */
export interface OpenedPlaces {
  /** Of a path relative to the workspace root. */
  readonly absolute: (file: string) => string;
  /** What messages call it; by default as it is. */
  readonly shown?: (file: string) => string;
}

/** A plugin that another one opens, and where it is. */
export interface OpenedPath {
  /** Relative to the workspace root. */
  readonly file: string;
  readonly absPath: string;
  readonly plugin: ReadPlugin;
}

/**
 * Reads the plugins that nakama.json says a plugin opens. There may be one for each platform: then those of other
 * platforms are left out.
 *
 * @param platform undefined if any will do
 * @throws InputError with every file that is missing or can't be opened
 */
export function readOpened(
  opens: readonly OpenedFile[],
  { absolute, shown = (file) => file }: OpenedPlaces,
  platform?: Platform,
): OpenedPath[] {
  const missing = opens.filter(({ file }) => !existsSync(absolute(file)));
  if (missing.length > 0) throw new InputError(missing.map((opened) => missingProblem(opened)));
  const all = opens.map(({ file }) => {
    const absPath = absolute(file);
    return { file, absPath, plugin: readPlugin(absPath, shown(file)) };
  });
  const fitting = all.filter(({ plugin }) => platform === undefined || !isForAnother(plugin, platform));
  return fitting.length > 0 ? fitting : all;
}

function isForAnother(plugin: ReadPlugin, platform: Platform): boolean {
  return plugin instanceof ArtifactError
    ? plugin.fault === 'other-platform'
    : platformOf(plugin) !== platform;
}

/** @param by the file of the plugin that opens them */
export function openedBy(by: string, opened: readonly OpenedPath[]): OpenedPlugin[] {
  return opened.map(({ plugin }) => ({ plugin, by }));
}

function missingProblem({ file, location: { file: nakamaJson, line, column } }: OpenedFile) {
  return {
    file: nakamaJson,
    position: { line, column },
    message: `there is no file ${file}, which the plugin opens`,
    fix: 'put the file there, or correct its path in "opens"',
  };
}
