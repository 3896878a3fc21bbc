import { formatFiles, type NxJsonConfiguration, readJson, type Tree, writeJson } from '@nx/devkit';
import { isObject } from '../../graph/json-object';
import { withSyncPins } from '../../workspace-config/sync-pins';

const NX_JSON = 'nx.json';

/** Since 0.3.0 no target names the sync generator: nx.json has it for the workspace, unless it was switched off there. */
export default async function syncForWorkspace(tree: Tree): Promise<void> {
  // Not readNxJson: that one takes in what nx.json extends.
  const nxJson: unknown = tree.exists(NX_JSON) ? readJson(tree, NX_JSON) : undefined;
  if (!isObject(nxJson)) return;
  const before = nxJson.sync as NxJsonConfiguration['sync'];
  const sync = withSyncPins(before);
  if (sync === before) return;
  writeJson(tree, NX_JSON, { ...nxJson, sync });
  await formatFiles(tree);
}
