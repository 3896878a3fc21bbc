import type { Draft, Finding } from '../findings/finding';
import type { Outcome } from '../findings/outcome';
import { type FindingId, FINDINGS } from '../findings/registry';
import { toFinding } from '../findings/to-finding';
import { compareFingerprints } from '../fingerprints/comparison';
import type { CompiledPackage } from '../fingerprints/compiled-package';
import type { ModuleImports } from '../go-module/import-list';
import { distinct } from '../input/distinct';
import type { Platform, Release } from '../releases/release-model';
import { gcflagsOf } from '../releases/variants';
import type { GoResult } from '../toolchain/go-command';
import type { GoFailure } from '../toolchain/go-failure';
import { overlaying } from '../toolchain/overlay';
import type { Toolchain } from '../toolchain/toolchain';
import type { ReadyGo, Tools } from '../toolchain/tools';
import type { PluginFacts } from '../workspace/facts';
import { moduleOverlay } from '../workspace/module-overlay';
import type { CompiledPackages } from './compiled-conflicts';
import { mismatchDraft } from './compiled-drafts';
import { compileFingerprints, type CompileOptions, tryToCompile } from './compiled-packages';
import { type ForeignPackage, foreignPackages, importsOfSource } from './foreign-packages';
import { explainersOf, failureDraft, noProofDraft, notMeasuredDraft } from './go-failure-drafts';
import { moduleOutcome } from './judge';

/** A module to compile: its folder, and mod files in place of its own. */
export type ProofSubject = Pick<CompileOptions, 'dir' | 'modFile' | 'overlay'>;

export interface Proved {
  readonly report: Outcome;
  /** False if Go would not compile it; true also if it was not asked. */
  readonly built: boolean;
  /** Why Go would not, or could not, on the first platform where it did not. */
  readonly compileFailure?: GoFailure;
  /** What it links on each platform that has fingerprints. */
  readonly compiled: CompiledPackages;
}

/** Compiles modules with the exact Go of a release and compares every package with the server's. */
export class Prover {
  constructor(private readonly tools: Tools) {}

  /** The Go and the C compiler that `build` uses; a Go that is not here is fetched. */
  async toolchain(release: Release, platform: Platform): Promise<Toolchain> {
    const compiler = await this.tools.cCompiler(release, platform);
    const extra = compiler.missing === undefined ? compiler.env : undefined;
    return this.tools.go(release, { platform, fetch: true, ...(extra && { extra }) });
  }

  /** Runs a toolchain's go in a folder. */
  run(toolchain: ReadyGo, cwd: string, args: readonly string[]): Promise<GoResult> {
    return this.tools.run(toolchain, cwd, args);
  }

  /** @param declared what the committed files say; what compiling settles of it is left out */
  async prove(
    facts: PluginFacts,
    declared: Outcome,
    release: Release,
    subject: ProofSubject,
  ): Promise<Proved> {
    const attempts: Attempt[] = [];
    // One after the other: each keeps all processors busy.
    for (const platform of facts.platforms)
      attempts.push(await this.compile(facts, release, platform, subject));
    return {
      report: merge(facts, declared, release, attempts),
      built: !attempts.some(({ failure }) => failure),
      compileFailure: attempts.find(({ failure }) => failure)?.failure,
      compiled: new Map(
        attempts.flatMap(({ platform, packages }) => (packages ? [[platform, packages] as const] : [])),
      ),
    };
  }

  /**
   * What the packages that a module links, and the server lacks, import: read from their source as Go selects it.
   *
   * @returns undefined if Go can't find all packages
   */
  async imports(
    facts: PluginFacts,
    release: Release,
    subject: ProofSubject,
  ): Promise<readonly ModuleImports[] | undefined> {
    const dirs = new Map<string, ForeignPackage>();
    for (const platform of facts.platforms) {
      const toolchain = await this.toolchain(release, platform);
      if (toolchain.missing !== undefined) return undefined;
      const packages = await foreignPackages(
        { ...subject, packages: facts.startPackages },
        (path) => release.isLinked(path),
        (cwd, args) => this.run(toolchain, cwd, args),
      );
      if (!packages) return undefined;
      for (const found of packages) dirs.set(found.dir, found);
    }
    return importsOfSource([...dirs.values()], facts.goSum);
  }

  private async compile(
    facts: PluginFacts,
    release: Release,
    platform: Platform,
    subject: ProofSubject,
  ): Promise<Attempt> {
    const toolchain = await this.toolchain(release, platform);
    const isMeasured = release.measuredPlatforms.includes(platform);
    if (toolchain.missing !== undefined) {
      const draft = isMeasured
        ? noProofDraft(facts, toolchain.missing, toolchain.fix)
        : notMeasuredDraft(facts, release, platform);
      return { platform, compiled: false, drafts: [draft] };
    }
    const { kind, startPackages: starts, tags } = facts;
    const isLibrary = kind === 'library';
    const options = { ...subject, packages: starts, tags, gcflags: gcflagsOf(release) };
    const run = (cwd: string, args: readonly string[]): Promise<GoResult> => this.run(toolchain, cwd, args);
    // Where libraries are planned, all of an overlay is taken.
    const seen =
      subject.overlay === undefined
        ? moduleOverlay(this.tools.around.root, facts, 'all')
        : { absent: [], added: [] };
    const { packages, failure } = await overlaying(seen, release.go, async (overlay) => {
      const overlaid = { ...options, overlay: overlay ?? subject.overlay };
      if (isMeasured) return compileFingerprints(overlaid, run);
      return { packages: undefined, failure: await tryToCompile(overlaid, release.go, run) };
    });
    if (failure) {
      const unless = explainersOf(failure.kind);
      return { platform, compiled: false, failure, drafts: [failureDraft(failure, facts, release)], unless };
    }
    if (!packages) return { platform, compiled: false, drafts: [notMeasuredDraft(facts, release, platform)] };
    const mismatches = compareFingerprints(packages, { release, platform, starts, isLibrary });
    const drafts = mismatches.map((m) => mismatchDraft(m, facts, release));
    return { platform, packages, compiled: true, drafts };
  }
}

/** What one platform gave; `compiled` if every package has its fingerprint. */
interface Attempt {
  readonly platform: Platform;
  readonly packages?: ReadonlyMap<string, CompiledPackage>;
  readonly compiled: boolean;
  /** Why Go would not compile it. */
  readonly failure?: GoFailure;
  readonly drafts: readonly Draft[];
  /** Findings that say the same: if one of them is an error, the drafts add nothing. */
  readonly unless?: readonly FindingId[];
}

function merge(
  facts: PluginFacts,
  declared: Outcome,
  release: Release,
  attempts: readonly Attempt[],
): Outcome {
  const everywhere = attempts.every(({ compiled }) => compiled);
  const kept = declared.findings.filter((finding) => !everywhere || !isSettled(finding));
  const errors = new Set(kept.filter((f) => f.severity === 'error').map((f) => f.id));
  const found = attempts
    .filter(({ unless = [] }) => !unless.some((id) => errors.has(id)))
    .flatMap(({ drafts }) => drafts.map((draft) => toFinding(draft, facts.dir, 'compiled')));
  const warned = kept.filter((finding) => !cameTrue(finding, found));
  // Two platforms mostly differ for one reason.
  return moduleOutcome(facts, release, [...warned, ...distinct(found)], 'compiled');
}

/** Whether the fingerprints answer it: it vanishes, or the comparison finds it again. */
function isSettled({ id, severity }: Finding): boolean {
  const { compiling } = FINDINGS[id].settledBy;
  return compiling === 'settles' || (compiling === 'settles errors' && severity !== 'warning');
}

/** What a warning was about is an error now: of the same module, in the same line. Others name no module, and stay. */
function cameTrue({ severity, module, location }: Finding, found: readonly Finding[]): boolean {
  if (severity !== 'warning' || module === undefined) return false;
  const { file, line } = location;
  return found.some(
    (f) =>
      f.severity === 'error' && f.module === module && f.location.file === file && f.location.line === line,
  );
}
