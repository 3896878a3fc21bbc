import { readNxJson, type Tree } from '@nx/devkit';
import { type NakamaPluginOptions, type NormalizedOptions, normalizeOptions } from '../graph/options';

/**
 * The names of the targets that a module gets, by the options of the plugin in nx.json.
 *
 * @throws Error with every problem of the options
 */
export function ownTargets(tree: Tree): NormalizedOptions['names'] {
  const entries = (readNxJson(tree)?.plugins ?? []).map((entry) =>
    typeof entry === 'string' ? { plugin: entry } : entry,
  );
  const own = entries.find(({ plugin }) => plugin === 'nx-nakama') as
    | { readonly options?: NakamaPluginOptions }
    | undefined;
  return normalizeOptions(own?.options).names;
}
