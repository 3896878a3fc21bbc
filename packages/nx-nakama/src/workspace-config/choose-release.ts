import { logger, type Tree } from '@nx/devkit';
import { NAKAMA_JSON } from 'nakama-pins/detect';
import { adoptedRelease, openRelease } from './adopted-release';
import { choose } from './ask';
import { typedRelease } from './typed-release';

/**
 * The release for the root's nakama.json where there is none yet: the one that is asked for, else that of the plugins that are
 * there, as `adoptedRelease` tells it; only whoever knows the server can say the rest, and is asked.
 *
 * @param generator to which `--release=…` is given where nobody can be asked
 * @returns undefined if the file is there, or is to name none
 * @throws InputError where nobody can be asked
 */
export async function chooseRelease(
  tree: Tree,
  asked: string | undefined,
  generator: string,
): Promise<string | undefined> {
  if (asked !== undefined) return typedRelease(asked);
  return tree.exists(NAKAMA_JSON) ? undefined : releaseOfPlugins(tree, generator);
}

async function releaseOfPlugins(tree: Tree, generator: string): Promise<string | undefined> {
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
      throw openRelease(adopted, `npx nx g ${generator}`);
    }
  }
}
