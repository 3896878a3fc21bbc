import { runChecks } from '../checks/all-checks';
import type { Finding, Proof } from '../findings/finding';
import { type Known, type Outcome, outcomeOf } from '../findings/outcome';
import { toFinding } from '../findings/to-finding';
import type { BuildTarget } from '../go-module/build-target';
import type { Clash } from '../linking/conflicts';
import { type Linking, linkingOf } from '../linking/linking';
import type { Release } from '../releases/release-model';
import type { PluginFacts } from '../workspace/facts';
import { refusedTags } from './refused-tags';

/** Any release by its exact version; undefined if the catalog lacks it. */
export type FindRelease = (release: string | undefined) => Release | undefined;

/** What is known of a module besides its facts. */
export interface JudgeOptions {
  /** What it links, if that was worked out. */
  readonly linking?: Linking;
  /** What keeps it from being opened together with other plugins of its server. */
  readonly clashes?: readonly Clash[];
}

/** Runs every check on the facts: an outcome with proof `declared`. */
export function judge(
  facts: PluginFacts,
  release: Release,
  releases: FindRelease,
  { linking: known, clashes = [] }: JudgeOptions = {},
): Outcome {
  const targets = buildTargets(facts, release);
  const linking = known ?? linkingOf(facts, release, targets);
  const drafts = [
    ...runChecks({ facts, release, linking, targets, releases, clashes }),
    ...refusedTags(facts, release),
  ];
  const findings = drafts.map((draft) => toFinding(draft, facts.dir, 'declared'));
  return moduleOutcome(facts, release, findings);
}

/** The outcome of a module: sorts the findings and draws the verdict from them. */
export function moduleOutcome(
  facts: PluginFacts,
  release: Release | null,
  findings: readonly Finding[],
  proof: Proof = 'declared',
): Outcome {
  return outcomeOf({ ...knownOf(facts, release), proof }, findings);
}

/** Which module it is, and for which release. */
export function knownOf({ dir, kind, goMod }: PluginFacts, release: Release | null): Known {
  return { dir, module: goMod.module?.path ?? dir, kind, release: release && release.version };
}

/** What the plugin is built for, one target a platform. */
export function buildTargets(
  { platforms, tags }: Pick<PluginFacts, 'platforms' | 'tags'>,
  { go: goVersion }: Pick<Release, 'go'>,
): BuildTarget[] {
  return platforms.map((platform) => {
    const [goos = '', goarch = ''] = platform.split('/');
    return { goos, goarch, cgo: true, tags, goVersion };
  });
}
