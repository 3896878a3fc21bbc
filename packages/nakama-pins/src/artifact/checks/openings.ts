import type { UnplacedDraft } from '../../findings/finding';
import { isHiro } from '../../workspace/plugin-openings';
import type { Artifact } from '../artifact';

/** Go's package, without which no plugin opens another (src/plugin/plugin.go). */
const OPENER = 'plugin';

/** Whether a plugin links what opens plugins. */
export function mayOpen({ fingerprints }: Artifact): boolean {
  return fingerprints.has(OPENER);
}

/**
 * A plugin that may open others, where nakama.json says of none.
 *
 * @param nakamaJson the file to write to; undefined if it names what is opened, be it nothing
 */
export function openings(plugin: Artifact, nakamaJson: string | undefined): UnplacedDraft[] {
  if (nakamaJson === undefined || !mayOpen(plugin)) return [];
  const links = [...plugin.fingerprints.keys()].find(isHiro) ?? OPENER;
  return [
    { id: 'opens-unnamed-plugin', severity: 'warning', data: { kind: 'built', links, file: nakamaJson } },
  ];
}
