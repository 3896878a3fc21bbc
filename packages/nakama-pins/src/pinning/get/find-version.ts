import { type JudgedVersion, judgeVersion, judgeVersions, type Judging } from '../../demands/judge-versions';
import { versionRanges } from '../../demands/version-range';
import { hasToolchains } from '../../go-module/compare-go';
import { compareVersions } from '../../go-module/module-version';
import { InputError } from '../../input/problem';
import { buildTargets } from '../../verify/judge';
import type { Conflict } from '../pin-outcome';
import type { Addition } from './adding';
import { moduleSource } from './module-source';
import { isImportable, ownImportsOf, packagesOfModule } from './packages-to-prove';
import { type Tried, tryAdditions, type Trying } from './try-version';
import type { Wanted } from './wanted';

/** What was found for a dependency. */
export interface Found {
  /** The plugin with it; undefined if no version fits. */
  readonly tried?: Tried;
  /** Why the versions above it are not taken, newest first. */
  readonly newer: readonly JudgedVersion[];
  /** Why the version that had to be taken does not fit. */
  readonly why?: readonly Conflict[];
  /** The oldest release after this one on which it would; `null` if the catalog has none, undefined if that is not known. */
  readonly fits?: string | null;
  /** Why the plugin compiles with no dependency at all. */
  readonly broken?: readonly Conflict[];
}

/** Each try runs Go several times. */
const MAX_TRIES = 12;
/** How many versions below the newest that fits by the module graph are tried. */
const MAX_OLDER = 4;

/** Looks for the version of one dependency, beside those that are found. */
export class VersionSearch {
  private tries = 0;
  /** Versions without the package that was named. */
  private readonly lacking = new Set<string>();
  private readonly rejected = new Map<string, JudgedVersion>();

  constructor(
    private readonly wanted: Wanted,
    private readonly before: readonly Addition[],
    private readonly trying: Trying,
    private readonly judging: Judging,
  ) {}

  /** The version that must be taken. */
  async exact(version: string): Promise<Found> {
    const judged = await judgeVersion(this.wanted.module, version, this.judging);
    const impossible = this.isImpossible(judged) ? this.demandConflicts(judged) : undefined;
    const tried = impossible ? undefined : await this.try(version, true);
    if (tried && !tried.why) return { tried, newer: [] };
    tried?.bench.remove();
    const why = impossible ?? tried?.why ?? this.unread(version);
    const broken = impossible ? undefined : await this.brokenToday();
    const fits = judged.demands.length > 0 ? { fits: judged.fits ?? null } : {};
    return { newer: [], why, ...fits, ...(broken && { broken }) };
  }

  /** The newest version that asks for nothing above the pins; if there is none, the newest that compiles with them. */
  async newest(): Promise<Found> {
    const { module, candidates } = this.wanted;
    const { newer, fitting } = await judgeVersions(module, candidates, this.judging);
    const below = fitting === undefined ? [] : candidates.slice(candidates.indexOf(fitting));
    const possible = newer.filter((judged) => judged.why === undefined && !this.isImpossible(judged));
    // What a module graph asks for may be of no package that is linked: Go knows that.
    const heads = versionRanges(possible).map(({ from }) => from);
    for (const version of [...heads, ...below.slice(0, 1 + MAX_OLDER)]) {
      const found = await this.tryNext(version, false);
      if (found === 'broken') return { newer: [], broken: await this.brokenToday() };
      if (found) return { tried: found, newer: this.above(version, newer) };
    }
    for (const version of heads) {
      const found = await this.tryNext(version, true);
      if (found && found !== 'broken') return { tried: found, newer: this.above(version, newer) };
    }
    this.refuseMissingPackage();
    return { newer: this.above(undefined, newer) };
  }

  /** A package that no version which was tried has was mistyped. */
  private refuseMissingPackage(): void {
    const { module, package: named } = this.wanted;
    if (named === undefined || this.lacking.size === 0) return;
    if (![...this.rejected.keys()].every((version) => this.lacking.has(version))) return;
    throw new InputError([
      {
        file: named,
        message: `${module} has no package ${named} that a plugin could import (looked in ${[...this.lacking].join(', ')})`,
        fix: `correct the path, or name the module alone: ${module}`,
      },
    ]);
  }

  private async tryNext(version: string, holdOff: boolean): Promise<Tried | 'broken' | undefined> {
    if (this.tries >= MAX_TRIES) return undefined;
    const tried = await this.try(version, holdOff);
    if (tried && !tried.why) return tried;
    tried?.bench.remove();
    // Demands are the dependency's own; what else go says may be the plugin's.
    const isOwn = !tried || tried.attempt.refused !== undefined;
    return !isOwn && (await this.brokenToday()) ? 'broken' : undefined;
  }

  /** Undefined if its source can't be had: why is noted. */
  private async try(version: string, holdOff: boolean): Promise<Tried | undefined> {
    this.tries++;
    const packages = await this.packagesOf(version);
    if ('why' in packages) {
      this.rejected.set(version, { version, demands: [], why: packages.why });
      return undefined;
    }
    const addition = { module: this.wanted.module, version, packages: packages.paths };
    const tried = await tryAdditions(this.trying, [...this.before, addition], { holdOff });
    if (tried.why) this.reject(version, tried);
    return tried;
  }

  private reject(version: string, { why = [], attempt, held }: Tried): void {
    // What it asks for says more than that it does not compile without.
    if ((this.rejected.get(version)?.demands.length ?? 0) > 0) return;
    const judged = attempt.refused
      ? { version, demands: held }
      : { version, demands: [], why: why.map(({ message }) => message).join('; ') };
    this.rejected.set(version, judged);
  }

  private async packagesOf(
    version: string,
  ): Promise<{ readonly paths: readonly string[] } | { readonly why: string }> {
    const { module, package: named } = this.wanted;
    const { input, prover, toolchain } = this.trying;
    const { facts, release } = input;
    const own = ownImportsOf(module, facts);
    if (named === undefined && own.length > 0) return { paths: own };
    const source = await moduleSource(module, version, (cwd, args) => prover.run(toolchain, cwd, args));
    if ('why' in source) return source;
    const targets = buildTargets(facts, release);
    if (named === undefined) {
      const paths = packagesOfModule(module, source.folder, targets);
      return paths.length > 0 ? { paths } : { why: `${module} ${version} has no package to import` };
    }
    if (isImportable(`${source.folder}${named.slice(module.length)}`, targets))
      return { paths: [...new Set([...own, named])].sort() };
    this.lacking.add(version);
    return { why: `${module} ${version} has no package ${named} to import` };
  }

  /** No exclude helps against a go line above the server's Go: go refuses it. */
  private isImpossible({ demands }: JudgedVersion): boolean {
    const { release } = this.judging;
    return hasToolchains(release.go) && demands.some(({ module }) => module === 'go');
  }

  private demandConflicts({ demands }: JudgedVersion): Conflict[] {
    const { release } = this.judging;
    return demands
      .filter(({ module }) => module === 'go')
      .map(({ module, pin, demanded, chain }) => ({
        module,
        pin,
        demanded,
        chain,
        message: `${chain.at(-1)?.replace('@', ' ')} requires Go ${demanded}: Nakama ${release.version} is built with Go ${pin}`,
        fix: `move to a release that is built with Go ${demanded} or newer (npx nakama-pins releases)`,
      }));
  }

  private unread(version: string): Conflict[] {
    const { module } = this.wanted;
    const message = this.rejected.get(version)?.why ?? '';
    return [{ module, pin: '', chain: [module], message, fix: 'take another version' }];
  }

  /** The versions above one, by what go said where it was asked, else by the module graph. */
  private above(chosen: string | undefined, newer: readonly JudgedVersion[]): JudgedVersion[] {
    const known = new Map(newer.map((judged) => [judged.version, judged]));
    for (const [version, judged] of this.rejected) {
      const fits = known.get(version)?.fits;
      known.set(version, { ...judged, ...(fits !== undefined && judged.demands.length > 0 && { fits }) });
    }
    return [...known.values()]
      .filter(({ version }) => chosen === undefined || compareVersions(version, chosen) > 0)
      .sort((a, b) => compareVersions(b.version, a.version));
  }

  private baseline: Promise<readonly Conflict[] | undefined> | undefined;

  /** Why the plugin does not compile even without the dependency. */
  private brokenToday(): Promise<readonly Conflict[] | undefined> {
    return (this.baseline ??= tryAdditions(this.trying, this.before, { holdOff: true }).then((tried) => {
      tried.bench.remove();
      return tried.attempt.built ? undefined : tried.why;
    }));
  }
}
