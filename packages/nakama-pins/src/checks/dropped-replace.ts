import type { DroppedReplace } from '../findings/wording/require-edit';
import type { ReplaceDirective } from '../go-module/module-files';
import { usesVendor } from '../linking/selection';
import type { PluginFacts } from '../workspace/facts';
import { lacksSums } from './lacks-sums';

/**
 * What takes a replace away.
 *
 * @param version that is compiled then
 */
export function droppedReplace(
  { old }: ReplaceDirective,
  version: string,
  facts: PluginFacts,
): DroppedReplace {
  return {
    old: old.version === undefined ? old.path : `${old.path}@${old.version}`,
    isVendored: usesVendor(facts),
    isUnsummed: lacksSums(facts, old.path, version),
  };
}
