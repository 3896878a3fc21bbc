import { formatFiles, logger, readJson, type Tree, writeJson } from '@nx/devkit';
import { isObject, type JsonObject } from '../../graph/json-object';
import { keyOfOldOption } from '../../graph/target-names';

const NX_JSON = 'nx.json';

/**
 * Since 0.3.0 the plugin's options in nx.json stand by target: `"buildTargetName": "compile"` becomes
 * `"build": { "targetName": "compile" }`, in every entry of the plugin. All else stays.
 */
export default async function optionsByTarget(tree: Tree): Promise<void> {
  // Not readNxJson: that one takes in what nx.json extends.
  const nxJson: unknown = tree.exists(NX_JSON) ? readJson(tree, NX_JSON) : undefined;
  if (!isObject(nxJson) || !Array.isArray(nxJson.plugins)) return;
  const before: readonly unknown[] = nxJson.plugins;
  const plugins = before.map((entry) => (hasOldOptions(entry) ? withNewOptions(entry) : entry));
  if (plugins.every((entry, i) => entry === before[i])) return;
  writeJson(tree, NX_JSON, { ...nxJson, plugins });
  await formatFiles(tree);
}

type Entry = JsonObject & { readonly options: JsonObject };

function hasOldOptions(entry: unknown): entry is Entry {
  return (
    isObject(entry) &&
    entry.plugin === 'nx-nakama' &&
    isObject(entry.options) &&
    Object.keys(entry.options).some((option) => keyOfOldOption(option) !== undefined)
  );
}

function withNewOptions(entry: Entry): Entry {
  const { options } = entry;
  return { ...entry, options: Object.fromEntries(Object.entries(options).flatMap(rewrite(options))) };
}

/** The new form in the place of the old; where both stand, the new one counts. */
function rewrite(options: JsonObject): (option: [string, unknown]) => [string, unknown][] {
  return ([option, value]) => {
    const key = keyOfOldOption(option);
    if (key === undefined) return [[option, value]];
    if (Object.hasOwn(options, key)) {
      logger.info(`${NX_JSON}: removed "${option}" of nx-nakama: "${key}" counts`);
      return [];
    }
    logger.info(
      `${NX_JSON}: "${option}" of nx-nakama is now "${key}": { "targetName": ${JSON.stringify(value)} }`,
    );
    return [[key, { targetName: value }]];
  };
}
