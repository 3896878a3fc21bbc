import { formatFiles, type GeneratorCallback, logger, type Tree } from '@nx/devkit';
import { openWorkspace } from 'nakama-pins';
import { type SurveyedModule, surveyModules } from 'nakama-pins/scaffold';
import { refuseOptions } from '../../graph/refuse-options';
import { confirm, mayAsk } from '../../workspace-config/ask';
import { chooseRelease } from '../../workspace-config/choose-release';
import { prepareWorkspace } from '../../workspace-config/prepare-workspace';
import { words } from '../../workspace-config/words';
import { describeImport } from './describe-import';
import { planProjects, writeProjects } from './projects';
import { refuseFolders } from './refuse-folders';
import type { ImportOptions } from './schema';
import schema from './schema.json';

/**
 * Brings the Go modules that are there into the workspace: says what they are, what lies around them and what they lack, asks
 * at a terminal, and prepares the workspace. No file of a module changes; a project.json is written where a tag or another
 * name is needed.
 *
 * @returns installs what was added to package.json
 * @throws Error for a folder that is not there or has no plugin or library, naming those that have
 * @throws InputError where the release is not clear, as `init`
 */
export default async function importGenerator(
  tree: Tree,
  options: ImportOptions,
): Promise<GeneratorCallback> {
  refuseOptions('nx-nakama:import', schema, options);
  const folders = words(options.folders).map((folder) => folder.replace(/^\.\/(?=.)|\/$/g, ''));
  const modules = surveyModules(tree.root, folders.length > 0 ? folders : ['.']);
  refuseFolders(tree, folders, modules);
  const release = await chooseRelease(tree, options.release, 'nx-nakama:import');
  const projects = planProjects(tree, modules, words(options.tags));
  const lines = describeImport(modules, projects, await verdicts(tree, modules, release));
  for (const line of lines) logger.info(line);
  if (mayAsk() && !(await confirm(`Bring in ${modules.length === 1 ? 'it' : 'them'}?`)))
    return () => undefined;
  const install = prepareWorkspace(tree, { ...options, release, keepExistingVersions: true });
  writeProjects(tree, projects);
  if (!options.skipFormat) await formatFiles(tree);
  return install;
}

/** What verifying says today; by the release that is chosen where nothing names one. */
async function verdicts(tree: Tree, modules: readonly SurveyedModule[], release: string | undefined) {
  const isNamed = modules.some(({ named }) => named !== undefined);
  const workspace = openWorkspace({ root: tree.root, ...(!isNamed && release !== undefined && { release }) });
  // All of them, since plugins of one server are judged together.
  const { modules: outcomes } = await workspace.verify(['.']);
  return new Map(outcomes.map((outcome) => [outcome.dir, outcome]));
}
