import type { Judging } from '../../demands/judge-versions';
import { newerReleases } from '../../demands/newer-releases';
import type { Published } from '../../demands/published-modules';
import { versionRanges } from '../../demands/version-range';
import type { Outcome } from '../../findings/outcome';
import { InputError } from '../../input/problem';
import { shellWord } from '../../input/shell-word';
import type { Tools } from '../../toolchain/tools';
import { judge } from '../../verify/judge';
import type { ModuleOpener, OpenModule } from '../../verify/open-module';
import { Prover } from '../../verify/prover';
import { refuseOutside } from '../../workspace/borders';
import { NOT_PINNED } from '../pin-module';
import type { Conflict } from '../pin-outcome';
import { planInput } from '../plan-input';
import { apply, editing, filesOf, resultOf } from '../settled-files';
import type { Addition } from './adding';
import { type Found, VersionSearch } from './find-version';
import type { GetOutcome, Got } from './get-outcome';
import type { ModuleQuery } from './module-query';
import { ownImportsOf } from './packages-to-prove';
import { type Tried, tryAdditions, type Trying } from './try-version';
import { unimported } from './unimported';
import { type Wanted, wantedOf } from './wanted';

export interface GetModuleOptions {
  readonly queries: readonly ModuleQuery[];
  /** Write what was found; else only say it. */
  readonly write: boolean;
  /** Change files outside the workspace, too. */
  readonly allowOutside?: boolean;
  /** Build tags in place of those of nakama.json. */
  readonly tags?: readonly string[];
  /** A plugin uses the module as a library. */
  readonly kind?: 'library';
}

/** Of a module to which nothing was added. */
export const NOT_GOT = { ...NOT_PINNED, got: [] };

/**
 * Adds dependencies to a module: for each the newest version with which the pins hold, by the module graph and then by
 * the exact Go, which tidies and compiles. If one can't be added, nothing is written.
 *
 * @param dir relative to the root, with `/` separators
 * @throws InputError if there is no such module or version, it is not the plugin's to choose, or the exact Go is missing
 */
export async function getModule(
  dir: string,
  opener: ModuleOpener,
  { tools, published }: { readonly tools: Tools; readonly published: Published },
  options: GetModuleOptions,
): Promise<GetOutcome> {
  const module = opener.open(dir);
  if (module.unreleased) return { ...module.unreleased, ...NOT_GOT };
  return editing(module, tools, async () => {
    const { tags, kind } = options;
    // Its own reader sees what another run wrote since.
    const opened = opener.open(dir, { tags, kind, reader: opener.newReader() });
    if (opened.unreleased) return { ...opened.unreleased, ...NOT_GOT };
    const trying = await tryingOf(opened, tools);
    const newer = [...newerReleases(opened.release, opener.catalog)];
    return new Getting(trying, { release: opened.release, newer, published }).get(options);
  });
}

async function tryingOf(module: OpenModule, tools: Tools): Promise<Trying> {
  const { facts, release, reader } = module;
  if (facts.startPackages.length === 0)
    throw new InputError([
      {
        file: facts.goMod.file,
        message: 'the module has no package that a dependency could be compiled with',
        expected: 'a package main with InitModule, or packages of a library',
        fix: 'add one, then run the command again',
      },
    ]);
  const prover = new Prover(tools);
  const toolchain = await prover.toolchain(release, facts.platforms[0] ?? 'linux/amd64');
  if (toolchain.missing !== undefined)
    throw new InputError([
      {
        file: facts.goMod.file,
        message: `a dependency is added by the exact Go of the release: ${toolchain.missing}`,
        fix: toolchain.fix,
      },
    ]);
  return { input: planInput(module), toolchain, prover, reader };
}

class Getting {
  constructor(
    private readonly trying: Trying,
    private readonly judging: Judging,
  ) {}

  async get({ queries, write, allowOutside = false }: GetModuleOptions): Promise<GetOutcome> {
    const { input, reader } = this.trying;
    const { facts, release } = input;
    const { published } = this.judging;
    // All that is wrong with what is asked for is said before anything is tried.
    const wanted = await Promise.all(queries.map((query) => wantedOf(query, facts, release, published)));
    const got: Got[] = [];
    let additions: readonly Addition[] = await unimported(
      this.trying,
      wanted.map(({ module }) => module),
    );
    let best: Tried | undefined;
    try {
      for (const one of wanted) {
        const found = await this.find(one, additions);
        got.push(this.gotOf(one, found));
        if (!found.tried) return this.refusal(got, await this.conflictsOf(one, found, additions));
        best?.bench.remove();
        best = found.tried;
        additions = best.additions;
      }
      best ??= await tryAdditions(this.trying, [], { holdOff: true });
      const { attempt, bench } = best;
      const result = await resultOf({ ...attempt, conflicts: [] }, input, bench, reader);
      const { changes, conflicts, left, report } = result;
      if (!allowOutside) {
        const words = queries.map(({ text }) => text).join(' ');
        refuseOutside(filesOf(result), reader.folders, `get ${words} ${shellWord(facts.dir)}`);
      }
      const written = write && conflicts.length === 0 && changes.length > 0;
      if (written) apply(result, facts, reader, 'get');
      return { ...report, changes, conflicts, left, written, got, ok: report.ok && conflicts.length === 0 };
    } finally {
      best?.bench.remove();
    }
  }

  private find(wanted: Wanted, before: readonly Addition[]): Promise<Found> {
    const search = new VersionSearch(wanted, before, this.trying, this.judging);
    return wanted.version === undefined ? search.newest() : search.exact(wanted.version);
  }

  private gotOf({ module, before, by, candidates }: Wanted, { tried, newer }: Found): Got {
    const { facts } = this.trying.input;
    const addition = tried?.additions.at(-1);
    return {
      module,
      version: addition?.version ?? null,
      ...(before !== undefined && { before }),
      by,
      newest: candidates[0] ?? null,
      packages: addition?.packages ?? [],
      imported: ownImportsOf(module, facts).length > 0,
      held: tried?.held ?? [],
      newer: versionRanges(newer),
    };
  }

  private async conflictsOf(
    wanted: Wanted,
    { why, broken, fits }: Found,
    before: readonly Addition[],
  ): Promise<readonly Conflict[]> {
    const { dir } = this.trying.input.facts;
    if (broken) {
      return broken.map((conflict) => ({
        ...conflict,
        message: `without ${wanted.module}, too, the module does not compile: ${conflict.message}`,
      }));
    }
    const { module, version } = wanted;
    if (version === undefined || why === undefined) {
      const message = `no version of ${module} was found that fits`;
      const fix = 'use another library, or move to a release on which one would fit';
      return [{ module, pin: '', chain: [module], message, fix }];
    }
    // A pin has no other version.
    const fitting = wanted.by === 'exact' ? await this.fittingInstead(wanted, before) : undefined;
    const name = `${module} ${version}`;
    const choices = [
      fitting !== undefined &&
        `take ${module} ${fitting}, the newest that fits: npx nakama-pins get ${wanted.package ?? module}@${fitting} ${folderArgument(dir)}`,
      typeof fits === 'string' &&
        `move to Nakama ${fits}, the first whose server has all that ${version} asks for`,
      fits === null &&
        `wait for a release whose server has all that ${version} asks for: the catalog has none`,
    ].filter((choice) => typeof choice === 'string');
    return why.map((conflict) => ({
      ...conflict,
      message: conflict.message.startsWith(name) ? conflict.message : `${name}: ${conflict.message}`,
      fix: fits === undefined ? [...choices, conflict.fix].join('; or ') : choices.join('; or '),
    }));
  }

  /** The newest version that fits, in place of one that does not. */
  private async fittingInstead(wanted: Wanted, before: readonly Addition[]): Promise<string | undefined> {
    const { tried } = await this.find({ ...wanted, by: 'newest', version: undefined }, before);
    tried?.bench.remove();
    return tried?.additions.at(-1)?.version;
  }

  /** Nothing is written, and the files are judged as they are. */
  private refusal(got: readonly Got[], conflicts: readonly Conflict[]): GetOutcome {
    const { facts, release, releases } = this.trying.input;
    const report: Outcome = judge(facts, release, releases);
    return { ...report, ...NOT_GOT, got, conflicts, ok: false };
  }
}

/** As a command takes it: a bare name could be a module's. */
function folderArgument(dir: string): string {
  return dir === '.' ? '.' : `./${dir}`;
}
