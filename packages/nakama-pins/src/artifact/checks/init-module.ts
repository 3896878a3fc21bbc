import type { UnplacedDraft } from '../../findings/finding';
import type { InitModuleFault } from '../../findings/wording/init-module';
import type { PluginSymbols } from '../artifact';
import type { Artifact } from '../artifact';

/** The symbol that the server looks up, and the type that it asserts. */
export function initModule({ plugin }: Artifact): UnplacedDraft[] {
  if (!plugin || plugin.initModule === 'present') return [];
  return [{ id: 'init-module', severity: 'error', data: faultOf(plugin, plugin.initModule) }];
}

function faultOf(
  { path }: PluginSymbols,
  found: Exclude<PluginSymbols['initModule'], 'present'>,
): InitModuleFault {
  if (path === undefined) return { kind: 'pluginpath flag' };
  switch (found) {
    case 'absent':
      return { kind: 'not exported', path };
    case 'no-function':
      return { kind: 'variable', path };
    case 'other-type':
      return { kind: 'other type', path };
  }
}
