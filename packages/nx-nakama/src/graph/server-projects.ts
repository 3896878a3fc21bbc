import { posix } from 'node:path';
import { allPlugins, isInside, type ModuleLooks, namedPlugins } from 'nakama-pins/detect';
import type { NakamaModule } from './nakama-modules';

/** A server project of the workspace: the unit that is started. */
export interface NakamaServer {
  /** Relative to the workspace root, `.` for the root. */
  readonly dir: string;
  /** The Nx project's name where no project.json or package.json gives another. */
  readonly name: string;
  /** The same word for all plugins of its release and name. */
  readonly server: string;
  /** Folders of its plugins, sorted. */
  readonly plugins: readonly string[];
  /** What it is started with besides, files and folders, and what its plugins open. */
  readonly files: readonly string[];
  /** It sees variables of a file that is not committed. */
  readonly envFile?: string;
  readonly isReleaseInImages: boolean;
}

/**
 * The server projects among the folders of nakama.json files. A name under `plugins` that fits none is left out: starting the
 * server says what is wrong with it.
 */
export function findServers(
  looks: ModuleLooks,
  dirs: readonly string[],
  modules: readonly NakamaModule[],
): NakamaServer[] {
  const plugins = modules.filter(({ detection }) => detection.kind === 'plugin');
  const opensOf = new Map(plugins.map(({ dir, opens }) => [dir, opens]));
  const found = dirs.flatMap((dir) => {
    const look = looks.serverProjectOf(dir);
    return look ? [{ dir, look, server: looks.serverOf(dir) }] : [];
  });
  const nameOf = serverNames(
    found.map(({ dir }) => dir),
    modules.filter(({ dir }) => !found.some((server) => server.dir === dir)),
  );
  return found.map(({ dir, look, server }) => {
    const named = look.plugins && namedPlugins(look.plugins, server, plugins);
    const own = named?.flatMap((plugin) => (plugin.kind === 'plugin' ? [plugin.dir] : []));
    const chosen = [...new Set(own ?? allPlugins(server, plugins))].sort();
    const opened = chosen.flatMap((plugin) => opensOf.get(plugin) ?? []);
    return {
      dir,
      name: nameOf(dir),
      server,
      plugins: chosen,
      files: [...new Set([...look.files, ...opened])].filter(isInside).sort(),
      ...(look.envFile !== undefined && { envFile: look.envFile }),
      isReleaseInImages: !looks.isReleaseInSettings(dir),
    };
  });
}

/** A server is called after its folder; where something else is, after its whole path. */
function serverNames(dirs: readonly string[], modules: readonly NakamaModule[]): (dir: string) => string {
  const short = (dir: string): string => (dir === '.' ? 'server' : posix.basename(dir).toLowerCase());
  const taken = [...modules.map(({ name }) => name), ...dirs.map(short)];
  return (dir) => {
    const name = short(dir);
    const isOnly = taken.filter((other) => other === name).length === 1;
    return isOnly || dir === '.' ? name : dir.toLowerCase().replaceAll('/', '-');
  };
}
