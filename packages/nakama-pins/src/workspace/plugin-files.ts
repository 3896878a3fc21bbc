import type { Platform } from '../releases/release-model';
import type { PluginFacts } from './facts';
import { under } from './folders';

/** A package that becomes a plugin of its own. */
export interface PluginPackage {
  /** As `go build` takes it, from the module's folder: `.`, `./cmd/arena`. */
  readonly pattern: string;
  /** File name without `.so`. */
  readonly name: string;
}

/** The main packages with InitModule, each with the name of its `.so`: the last element of its import path. */
export function pluginPackages({ initModules, goMod, dir }: PluginFacts): PluginPackage[] {
  const folders = initModules.flatMap(({ packageName, packageDir }) =>
    packageName === 'main' ? [packageDir] : [],
  );
  const module = goMod.module?.path ?? dir;
  return [...new Set(folders)].sort().map((folder) => ({
    pattern: folder === '.' ? '.' : `./${folder}`,
    name: pluginName(module, folder),
  }));
}

/**
 * The name of a plugin's file, without `.so`.
 *
 * @param folder of the main package, relative to the module's
 */
export function pluginName(modulePath: string, folder: string): string {
  return lastElement(folder === '.' ? modulePath : folder);
}

/** `arena` of `example.com/arena` and of `example.com/arena/v2`. */
function lastElement(path: string): string {
  const elements = path.split('/').filter((element) => element !== '');
  const last = elements.at(-1) ?? 'plugin';
  return /^v\d+$/.test(last) ? (elements.at(-2) ?? last) : last;
}

/**
 * Where a plugin is built to, for one platform.
 *
 * @param outputDir relative to the workspace root
 */
export function pluginFile(outputDir: string, platform: Platform, name: string): string {
  return under(outputDir, `${platform.replace('/', '-')}/${name}.so`);
}
