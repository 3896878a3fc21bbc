import type { Tree } from '@nx/devkit';
import { type SurveyedModule, surveyModules } from 'nakama-pins/scaffold';
import { refuse } from '../../new-module/refuse';

/** @throws Error for a folder that is not there or has no plugin or library, naming those that have */
export function refuseFolders(
  tree: Tree,
  folders: readonly string[],
  modules: readonly SurveyedModule[],
): void {
  for (const folder of folders) {
    const isUsed = modules.some(
      ({ dir }) => folder === '.' || `${dir}/`.startsWith(`${folder}/`) || folder.startsWith(`${dir}/`),
    );
    if (isUsed) continue;
    const fault = tree.exists(folder)
      ? 'no Go module in it declares InitModule or requires nakama-common'
      : 'there is no such folder';
    refuse(fault, `${folder} has no plugin or library`, choices(tree));
  }
  const fault =
    modules.length === 0 ? 'no Go module declares InitModule or requires nakama-common' : undefined;
  refuse(fault, 'The repository has no plugin or library', 'create one: npx nx g nakama-plugin <name>');
}

function choices({ root }: Tree): string {
  const dirs = surveyModules(root, ['.']).map(({ dir }) => dir);
  return dirs.length > 0
    ? `choose from ${dirs.join(', ')}, or leave the folders out`
    : 'create one: npx nx g nakama-plugin <name>';
}
