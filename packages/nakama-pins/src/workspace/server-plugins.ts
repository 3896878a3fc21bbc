import { posix } from 'node:path';
import { groupBy } from '../input/group-by';

/** A plugin that a server project may have. */
export interface ServerPlugin {
  readonly dir: string;
  /** As `ServerNames.of` has it. */
  readonly server: string;
}

/** What becomes of a name under `plugins`. */
export type NamedPlugin =
  | { readonly kind: 'plugin'; readonly dir: string }
  | { readonly kind: 'none' }
  /** Several folders end in it. */
  | { readonly kind: 'several'; readonly dirs: readonly string[] }
  /** It is for another release, or names another server. */
  | { readonly kind: 'other server'; readonly dir: string; readonly server: string };

/**
 * The plugins of a server project without a list: all of its release and name.
 *
 * @param server as `ServerNames.of` has it for the project's folder
 * @example
 * allPlugins('3.40.0', [{ dir: 'plugins/arena', server: '3.40.0' }]); // ['plugins/arena']
 */
export function allPlugins(server: string, plugins: readonly ServerPlugin[]): string[] {
  return plugins.filter((plugin) => plugin.server === server).map(({ dir }) => dir);
}

/**
 * The plugins of a server project with a list, one for each name. A plugin that names no server may be in several.
 *
 * @param names folders from the workspace root, or the last name of one
 * @example
 * const plugins = [{ dir: 'plugins/arena', server: '3.40.0' }];
 * namedPlugins(['arena'], '3.40.0', plugins); // [{ kind: 'plugin', dir: 'plugins/arena' }]
 */
export function namedPlugins(
  names: readonly string[],
  server: string,
  plugins: readonly ServerPlugin[],
): NamedPlugin[] {
  const byDir = new Map(plugins.map((plugin) => [plugin.dir, plugin]));
  const byName = groupBy(plugins, ({ dir }) => posix.basename(dir));
  return names.map((name): NamedPlugin => {
    const dir = posix.normalize(name).replace(/(?<=.)\/$/, '');
    const exact = byDir.get(dir);
    const found = exact ? [exact] : (byName.get(dir) ?? []);
    const [plugin, ...others] = found;
    if (!plugin) return { kind: 'none' };
    if (others.length > 0) return { kind: 'several', dirs: found.map((each) => each.dir) };
    const [release] = server.split(':');
    if (plugin.server === server || plugin.server === release) return { kind: 'plugin', dir: plugin.dir };
    return { kind: 'other server', dir: plugin.dir, server: plugin.server };
  });
}
