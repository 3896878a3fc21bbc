import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readBytesIfPossible } from '../input/read-disk';

/** In the package: names of libraries that npm can't keep, because they are links. */
interface Link {
  /** Relative to the package: `native/lib/libicuuc.so.60.2` */
  readonly source: string;
  readonly target: string;
}

/** What the loader of each system takes folders of libraries from. */
const VARIABLES: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'LD_LIBRARY_PATH',
  darwin: 'DYLD_LIBRARY_PATH',
};

/**
 * What programs of the npm package need of the environment to find their libraries. The package makes links for them when
 * it is installed, unless scripts are not run (`npm ci --ignore-scripts`, pnpm): here they are made in a folder of ours.
 *
 * @param native the folder `native` of the package, absolute
 * @param folder an absolute path where there is none yet
 */
export function libraryEnvironment(native: string, folder: string): Record<string, string> {
  const variable = VARIABLES[process.platform];
  if (variable === undefined) return {};
  const links = readLinks(join(native, 'pg-symlinks.json'));
  const lib = join(native, 'lib');
  if (links.every(({ target }) => existsSync(join(lib, basename(target))))) return { [variable]: lib };
  mkdirSync(folder);
  for (const { source, target } of links) {
    symlinkSync(join(lib, basename(source)), join(folder, basename(target)));
  }
  return { [variable]: `${folder}:${lib}` };
}

function readLinks(file: string): readonly Link[] {
  const text = readBytesIfPossible(file)?.toString('utf8');
  return text === undefined ? [] : (JSON.parse(text) as Link[]);
}
