import { candidatesOf } from '../../demands/candidates';
import { publishedModuleOf } from '../../demands/published-module-of';
import type { Published } from '../../demands/published-modules';
import { replaceFor } from '../../go-module/build-list';
import { compareVersions } from '../../go-module/module-version';
import { nearMatch } from '../../input/json-file';
import { InputError, type Problem } from '../../input/problem';
import { DownloadError } from '../../module-proxy/download-error';
import type { Release } from '../../releases/release-model';
import type { PluginFacts } from '../../workspace/facts';
import type { ModuleQuery } from './module-query';

/** A module that is to be added, and the versions to choose from. */
export interface Wanted {
  readonly module: string;
  /** The package of it that was named. */
  readonly package?: string;
  /** What go.mod requires today. */
  readonly before?: string;
  readonly by: 'pin' | 'exact' | 'newest';
  /** The one version that may be taken; of `newest`, there is none. */
  readonly version?: string;
  /** Newest first. */
  readonly candidates: readonly string[];
}

/**
 * Finds out which module is meant and which versions of it there are.
 *
 * @throws InputError if there is none, the version does not exist, or it is not the plugin's to choose
 */
export async function wantedOf(
  query: ModuleQuery,
  facts: PluginFacts,
  release: Release,
  published: Published,
): Promise<Wanted> {
  const refuse = (problem: Omit<Problem, 'file'>): InputError =>
    new InputError([{ file: query.text, ...problem }]);
  try {
    const module = await publishedModuleOf(query.path, published);
    const replaced = replaceFor(facts.goMod, module);
    if (replaced) {
      throw new InputError([
        {
          file: facts.goMod.file,
          position: replaced.position,
          message: `a replace decides which code ${module} is, whatever version is required`,
          fix: `drop the replace, then run the command again: go mod edit -dropreplace=${module} ${facts.goMod.file}`,
        },
      ]);
    }
    const common = {
      module,
      ...(query.path !== module && { package: query.path }),
      ...beforeOf(module, facts),
    };
    const pin = release.module(module);
    if (pin && pin.linkedPackages.length > 0) {
      if (query.version !== undefined && query.version !== pin.version) {
        throw refuse({
          message: `Nakama ${release.version} links ${module}, so the pin decides its version`,
          expected: pin.version,
          found: query.version,
          fix: `get it at the server's version: ${query.path}@${pin.version}; or move to a release that links ${query.version} (npx nakama-pins releases find ${module} --all)`,
        });
      }
      return { ...common, by: 'pin', version: pin.version, candidates: [pin.version] };
    }
    const candidates = await candidatesOf(module, published);
    if (query.version === undefined) return { ...common, by: 'newest', candidates };
    await mustExist(module, query.version, { candidates, published, refuse });
    return { ...common, by: 'exact', version: query.version, candidates };
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    throw refuse({
      message: `no module can be read by this path: ${error.message}`,
      fix: fixOf(error, query),
    });
  }
}

/** A proxy answers 403 for a path that it does not know, too. */
function fixOf({ failure, fix }: DownloadError, { text }: ModuleQuery): string {
  if (failure === 'disabled') return `${fix}; or require it by go get ${text}, then pin: npx nakama-pins pin`;
  return failure === 'not-found' || failure === 'refused' ? `correct the path; or ${fix}` : fix;
}

function beforeOf(module: string, { goMod }: PluginFacts): { readonly before?: string } {
  const [before] = goMod.require
    .filter(({ path }) => path === module)
    .map(({ version }) => version)
    .sort((a, b) => compareVersions(b, a));
  return before === undefined ? {} : { before };
}

async function mustExist(
  module: string,
  version: string,
  {
    candidates,
    published,
    refuse,
  }: {
    readonly candidates: readonly string[];
    readonly published: Published;
    readonly refuse: (problem: Omit<Problem, 'file'>) => InputError;
  },
): Promise<void> {
  try {
    await published.goMod(module, version);
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    const isListed = (await published.versions(module)).includes(version);
    if (isListed || (error.failure !== 'not-found' && error.failure !== 'refused'))
      throw refuse({ message: error.message, fix: error.fix });
    throw refuse({
      message: `${module} has no version ${version}`,
      expected: `one of its versions: ${nearVersions(version, candidates).join(', ')}`,
      fix: 'name one of them, or leave the version out for the newest that fits',
    });
  }
}

const MAX_NEAR = 5;

/** The one that was mistyped, those around it, and the newest; newest first. */
function nearVersions(version: string, candidates: readonly string[]): string[] {
  const near = nearMatch(version, candidates);
  const at = candidates.findIndex((other) => compareVersions(other, version) < 0);
  const around = at < 0 ? candidates.slice(-2) : candidates.slice(Math.max(0, at - 2), at + 2);
  const chosen = new Set([near, candidates[0], ...around].slice(0, MAX_NEAR));
  return candidates.filter((candidate) => chosen.has(candidate));
}
