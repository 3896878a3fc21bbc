import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '../input/problem';
import { linkOrCopy } from '../input/write-disk';
import type { PluginFile } from '../loading/open-plugins';
import { pluginNamed, within } from '../loading/placed-plugins';
import type { OpenModule } from '../verify/open-module';
import type { StackModule } from './go-stack';
import type { StartFailure } from './start-failure';

/** A module and its plugins for one platform. */
export interface GivenPlugins {
  readonly subject: OpenModule;
  readonly files: readonly PluginFile[];
}

/**
 * Puts plugins where a server finds them, `modules/`, and what they open themselves where they look for it: in the folder
 * that the server works in, at its path from the nakama.json that names it.
 */
export function placePlugins(modules: readonly GivenPlugins[], folder: string): void {
  mkdirSync(join(folder, 'modules'));
  mkdirSync(join(folder, 'data'));
  for (const { files, subject } of modules) {
    for (const { file, absPath, openedBy } of files) {
      const opened = subject.facts.opens?.find((named) => named.file === file);
      const from = opened && openedBy !== undefined ? dirname(opened.location.file) : undefined;
      const path =
        from === undefined
          ? join(folder, 'modules', within(file))
          : join(folder, within(from === '.' ? file : file.slice(from.length + 1)));
      mkdirSync(dirname(path), { recursive: true });
      if (!existsSync(path)) linkOrCopy(absPath, path);
    }
  }
}

/** @throws InputError if one is not there */
export function configFiles(root: string, files: readonly string[]): string[] {
  const missing = files.filter((file) => !existsSync(resolve(root, file)));
  if (missing.length === 0) return files.map((file) => resolve(root, file));
  throw new InputError(
    missing.map((file) => ({
      file,
      message: 'there is no such file of configuration',
      fix: 'name it by its path from the workspace root: --config local.yml',
    })),
  );
}

/** The modules of the workspace that a stack may name. */
export function stackModules({ subject: { facts } }: GivenPlugins): StackModule[] {
  const self = { path: facts.goMod.module?.path ?? '', dir: facts.dir };
  return [self, ...facts.localModules].filter(({ path }) => path !== '');
}

/** The module that a server names, or in whose code it stopped. */
export function blamed<T extends GivenPlugins>(
  { plugin, ...failure }: Exclude<StartFailure, { kind: 'server' }>,
  modules: readonly T[],
): T | undefined {
  if (modules.length === 1) return modules[0];
  const file = pluginNamed(plugin, modules.flatMap(ownPlugins));
  if (file) return modules.find(({ files }) => files.includes(file));
  const place = failure.kind === 'init' ? failure.place : undefined;
  return modules.find(({ subject }) => place?.file.startsWith(`${subject.facts.dir}/`));
}

/** The plugins that the server itself opens. */
export function ownPlugins({ files }: GivenPlugins): PluginFile[] {
  return files.filter(({ openedBy }) => openedBy === undefined);
}
