import { formatFiles, type GeneratorCallback, logger, type Tree } from '@nx/devkit';
import { NAKAMA_JSON } from 'nakama-pins/detect';
import { adoptedRelease, openRelease } from '../../workspace-config/adopted-release';
import { choose } from '../../workspace-config/ask';
import { prepareWorkspace } from '../../workspace-config/prepare-workspace';
import { typedRelease } from '../../workspace-config/typed-release';
import type { InitOptions } from './schema';

/**
 * Prepares a workspace for Nakama plugins; what is there already stays as it is. The release is that of the plugins that
 * are there.
 *
 * @returns installs what was added to package.json
 * @throws InputError for an unknown release, and where only whoever knows the server can say which it is and nobody can be
 * asked
 */
export default async function initGenerator(tree: Tree, options: InitOptions): Promise<GeneratorCallback> {
  const isNew = !tree.exists(NAKAMA_JSON);
  const release = typedRelease(options.release) ?? (isNew ? await releaseOfPlugins(tree) : undefined);
  const install = prepareWorkspace(tree, { ...options, release });
  if (!options.skipFormat) await formatFiles(tree);
  return install;
}

async function releaseOfPlugins(tree: Tree): Promise<string | undefined> {
  const adopted = adoptedRelease(tree.root);
  switch (adopted.kind) {
    case 'one':
      if (adopted.by !== undefined) logger.info(`Nakama ${adopted.release}, as ${adopted.by} has it`);
      return adopted.release;
    case 'several': {
      const named = adopted.named.map(({ release, by }) => `${release} by ${by}`).join(', ');
      logger.info(`Nakama ${named}: each plugin keeps its release, and ${NAKAMA_JSON} names none`);
      return undefined;
    }
    case 'open': {
      const { unnamed, candidates } = adopted;
      const question = `${unnamed.message}.\nWhich release is your server?`;
      const chosen = await choose(question, candidates);
      if (chosen !== undefined) return chosen;
      throw openRelease(adopted, 'npx nx g nx-nakama:init');
    }
  }
}
