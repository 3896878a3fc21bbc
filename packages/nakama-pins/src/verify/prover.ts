import type { Finding } from '../findings/finding';
import type { ModuleReport } from '../findings/outcome';
import type { FindingId } from '../findings/registry';
import { compareFingerprints } from '../fingerprints/comparison';
import type { Platform, Release } from '../releases/release-model';
import type { GoResult } from '../toolchain/go-command';
import type { Toolchain } from '../toolchain/toolchain';
import type { ReadyGo, Tools } from '../toolchain/tools';
import type { PluginFacts } from '../workspace/facts';
import {
  type CompiledDraft,
  failureDraft,
  mismatchDraft,
  noProofDraft,
  notMeasuredDraft,
} from './compiled-findings';
import { compileFingerprints, type CompileOptions, tryToCompile } from './compiled-packages';
import { toFinding, toReport } from './judge';

/** A module to compile: its folder, and mod files in place of its own. */
export type ProofSubject = Pick<CompileOptions, 'dir' | 'modFile' | 'overlay'>;

export interface Proved {
  readonly report: ModuleReport;
  /** False where Go would not compile it; true also where it was not asked. */
  readonly built: boolean;
}

/**
 * What the fingerprints settle: these findings of proof `declared` are answered by compiling, be it that they vanish
 * or that the comparison finds them again.
 */
const SETTLED: ReadonlySet<FindingId> = new Set<FindingId>([
  'direct-dependency',
  'go-sum',
  'missing-pins',
  'nakama-common',
  'patched-in-server',
  'replace-hides-version',
  'transitive-dependency',
  'untidy-go-mod',
]);

/** Their warnings are of what a later change would do, and stay. */
const WARNS_OF_CHANGES: ReadonlySet<FindingId> = new Set<FindingId>([
  'missing-pins',
  'replace-hides-version',
]);

/** Compiles modules with the exact Go of a release and compares every package with the server's. */
export class Prover {
  constructor(private readonly tools: Tools) {}

  /** The exact Go of a release, for a platform. */
  toolchain(release: Release, platform: Platform): Promise<Toolchain> {
    return this.tools.go(release, { platform });
  }

  /** Runs a toolchain's go in a folder. */
  run(toolchain: ReadyGo, cwd: string, args: readonly string[]): Promise<GoResult> {
    return this.tools.run(toolchain, cwd, args);
  }

  /** @param declared what the committed files say; what compiling settles of it is left out */
  async prove(
    facts: PluginFacts,
    declared: ModuleReport,
    release: Release,
    subject: ProofSubject,
  ): Promise<Proved> {
    const outcomes: Outcome[] = [];
    // One after the other: each keeps all processors busy.
    for (const platform of facts.platforms)
      outcomes.push(await this.compile(facts, release, platform, subject));
    return { report: merge(facts, declared, outcomes), built: !outcomes.some(({ failed }) => failed) };
  }

  private async compile(
    facts: PluginFacts,
    release: Release,
    platform: Platform,
    subject: ProofSubject,
  ): Promise<Outcome> {
    const toolchain = await this.toolchain(release, platform);
    const isMeasured = release.measuredPlatforms.includes(platform);
    if (toolchain.missing !== undefined) {
      const draft = isMeasured
        ? noProofDraft(facts, toolchain.missing, toolchain.fix)
        : notMeasuredDraft(facts, release, platform);
      return { compiled: false, drafts: [draft] };
    }
    const { kind, startPackages: starts } = facts;
    const options = { ...subject, packages: starts };
    const run = (cwd: string, args: readonly string[]): Promise<GoResult> => this.run(toolchain, cwd, args);
    const { packages, failure } = isMeasured
      ? await compileFingerprints(options, run)
      : { failure: await tryToCompile(options, release.go, run) };
    if (failure) return { compiled: false, failed: true, drafts: [failureDraft(failure, facts, release)] };
    if (!packages) return { compiled: false, drafts: [notMeasuredDraft(facts, release, platform)] };
    const mismatches = compareFingerprints(packages, { release, platform, starts, kind });
    return { compiled: true, drafts: mismatches.map((m) => mismatchDraft(m, facts, release)) };
  }
}

/** What one platform gave; `compiled` where every package has its fingerprint. */
interface Outcome {
  readonly compiled: boolean;
  /** Go would not compile it. */
  readonly failed?: boolean;
  readonly drafts: readonly CompiledDraft[];
}

function merge(facts: PluginFacts, declared: ModuleReport, outcomes: readonly Outcome[]): ModuleReport {
  const everywhere = outcomes.every(({ compiled }) => compiled);
  const kept = declared.findings.filter((finding) => !everywhere || !isSettled(finding));
  const errors = new Set(kept.filter((f) => f.severity === 'error').map((f) => f.id));
  const found = outcomes
    .flatMap(({ drafts }) => drafts)
    .filter(({ explainedBy = [] }) => !explainedBy.some((id) => errors.has(id)))
    .map(({ id, explainedBy: _, ...draft }) => toFinding(id, facts.dir, 'compiled', draft));
  // Two platforms mostly differ for one reason.
  const unique = new Map(found.map((finding) => [JSON.stringify(finding), finding]));
  const warned = kept.filter((finding) => !cameTrue(finding, found));
  return toReport(facts, declared.release, [...warned, ...unique.values()], 'compiled');
}

function isSettled({ id, severity }: Finding): boolean {
  return SETTLED.has(id) && !(severity === 'warning' && WARNS_OF_CHANGES.has(id));
}

/** What a warning was about is an error now. */
function cameTrue({ severity, subject, location }: Finding, found: readonly Finding[]): boolean {
  return (
    severity === 'warning' &&
    found.some((f) => f.subject === subject && f.location.line === location.line && f.severity === 'error')
  );
}
