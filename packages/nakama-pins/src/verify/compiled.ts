import type { FindingId } from '../findings/registry';
import type { Finding, ModuleReport } from '../findings/types';
import { openCatalog } from '../releases/catalog';
import type { Platform, Release } from '../releases/types';
import { runGo } from '../toolchain/go-command';
import { resolveToolchain, type Toolchain } from '../toolchain/toolchain';
import type { PluginFacts } from '../workspace/facts';
import { PluginReader } from '../workspace/read-plugin';
import { compareFingerprints } from './compiled-comparison';
import {
  failureDraft,
  mismatchDraft,
  noProofDraft,
  notMeasuredDraft,
  type CompiledDraft,
} from './compiled-findings';
import { compileFingerprints } from './compiled-packages';
import { toFinding, toReport } from './judge';
import type { VerifierOptions, VerifyModuleOptions } from './types';
import { createVerifier } from './verifier';

export interface CompiledVerifierOptions extends VerifierOptions {
  /** The user's environment: PATH, proxies, caches. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends every go that runs. */
  readonly signal?: AbortSignal;
  /** Called with each download that go announces, of a toolchain or a module. */
  readonly onGoLine?: (line: string) => void;
}

/** Judges plugin modules with proof `compiled`. */
export interface CompiledVerifier {
  /**
   * @param dir module folder, relative to the root, with `/` separators
   * @throws InputError where a file can't be read as what it claims to be; the signal's reason where it was aborted
   */
  verify(dir: string, options?: VerifyModuleOptions): Promise<ModuleReport>;
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

/**
 * Compiles plugins with the release's exact Go and compares every package with the server's, besides the checks of
 * proof `declared` that compiling does not settle. Nothing is linked, and no file of the plugin is changed.
 *
 * @throws InputError where `release` is not known
 */
export function createCompiledVerifier(options: CompiledVerifierOptions): CompiledVerifier {
  const { root, env, signal, onGoLine } = options;
  const onStderrLine = (line: string): void => {
    if (line.startsWith('go: downloading ')) onGoLine?.(line);
  };
  const declaring = createVerifier(options);
  const catalog = openCatalog({ workspaceDir: root });
  const reader = new PluginReader(root);
  const toolchains = new Map<string, Promise<Toolchain>>();

  /** One question to go for each Go and platform. */
  const toolchainFor = (version: string, platform: Platform): Promise<Toolchain> => {
    const key = `${version} ${platform}`;
    const known =
      toolchains.get(key) ?? resolveToolchain({ version, platform, base: env, signal, onStderrLine });
    toolchains.set(key, known);
    return known;
  };

  const draftsFor = async (facts: PluginFacts, release: Release, platform: Platform): Promise<Outcome> => {
    if (!release.measuredPlatforms.includes(platform))
      return { compiled: false, drafts: [notMeasuredDraft(facts, release, platform)] };
    const toolchain = await toolchainFor(release.go, platform);
    if (toolchain.missing !== undefined)
      return { compiled: false, drafts: [noProofDraft(facts, toolchain.missing, toolchain.fix)] };
    const { packages, failure } = await compileFingerprints(
      { dir: reader.folders.absolute(facts.dir), packages: facts.startPackages },
      (cwd, args) => runGo({ ...toolchain, args, cwd, signal, onStderrLine }),
    );
    if (failure) return { compiled: false, drafts: [failureDraft(failure, facts, release)] };
    const { kind, startPackages: starts } = facts;
    const mismatches = compareFingerprints(packages, { release, platform, starts, kind });
    return { compiled: true, drafts: mismatches.map((m) => mismatchDraft(m, facts, release)) };
  };

  return {
    async verify(dir, moduleOptions) {
      const declared = declaring.verify(dir, moduleOptions);
      // `unknown-release` has said so.
      if (declared.release === '') return declared;
      const release = catalog.load(declared.release);
      const facts = reader.read(dir);
      // `init-module` has said so: there is nothing to compile.
      if (facts.startPackages.length === 0) return declared;
      const outcomes: Outcome[] = [];
      // One after the other: each keeps all processors busy.
      for (const platform of facts.platforms) outcomes.push(await draftsFor(facts, release, platform));
      return merge(facts, declared, outcomes);
    },
  };
}

/** What one platform gave; `compiled` where every package has its fingerprint. */
interface Outcome {
  readonly compiled: boolean;
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
