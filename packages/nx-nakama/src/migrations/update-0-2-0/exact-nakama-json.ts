import { posix } from 'node:path';
import { globAsync, logger, type Tree } from '@nx/devkit';
import { type Catalog, openCatalog } from 'nakama-pins';
import { isForeign, NAKAMA_JSON } from 'nakama-pins/detect';
import { editNakamaJson } from 'nakama-pins/scaffold';
import { schemaOf } from '../../workspace-config/nakama-json';

/**
 * Since 0.2.0 `nx sync` and `pin` rewrite go.mod by the release of nakama.json: one that floats (`latest`, `3.40`) would
 * have them do so with each new catalog, with nothing of it in a committed file. This writes what it means today, and
 * the `$schema` that editors need. What is not a JSON object stays for `verify-pins` to report.
 */
export default async function exactNakamaJson(tree: Tree): Promise<void> {
  const files = await globAsync(tree, [`**/${NAKAMA_JSON}`]);
  const catalog = openCatalog({ workspaceDir: tree.root });
  for (const file of files.filter((path) => !isForeign(path)).sort()) migrate(tree, file, catalog);
}

function migrate(tree: Tree, file: string, catalog: Catalog): void {
  const text = tree.read(file, 'utf-8') ?? '';
  const config = parseObject(text);
  if (!config) return;
  const release = exactRelease(config.release, catalog);
  if (release !== undefined && release !== config.release) {
    logger.info(`${file}: "release": ${JSON.stringify(config.release)} is now "${release}", what it meant`);
  }
  tree.write(
    file,
    editNakamaJson(text, {
      ...(config.$schema === undefined && { $schema: schemaOf(tree, posix.dirname(file)) }),
      ...(release !== undefined && { release }),
    }),
  );
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined where there is none, or none that is known: `verify-pins` names the nearest. */
function exactRelease(spec: unknown, catalog: Catalog): string | undefined {
  const resolution = typeof spec === 'string' ? catalog.resolve(spec) : undefined;
  return resolution?.unknown === undefined ? resolution?.release : undefined;
}
