import type { FindingId } from '../findings/registry';
import type { Finding } from '../findings/finding';
import type { BuildTarget } from '../go-module/build-target';
import type { Linking } from '../linking/linking';
import type { Release } from '../releases/release-model';
import type { PluginFacts } from '../workspace/facts';

/** What a check finds; the engine adds id, proof, folder and docs page. */
export type FindingDraft = Omit<Finding, 'id' | 'proof' | 'dir' | 'docsUrl'>;

/** What every check judges from: the committed files, the release, and what the plugin links of it. */
export interface CheckInput {
  readonly facts: PluginFacts;
  readonly release: Release;
  readonly linking: Linking;
  /** What the plugin is built for: a file counts where one of them compiles it. */
  readonly targets: readonly BuildTarget[];
  /** Any release by its exact version or tag; undefined where the catalog lacks it. */
  readonly releases: (release: string | undefined) => Release | undefined;
}

export interface Check {
  readonly id: FindingId;
  readonly run: (input: CheckInput) => Iterable<FindingDraft>;
}

/** A check is one file that calls this; it is listed in `all-checks.ts` and described in docs/findings. */
export function defineCheck(id: FindingId, run: Check['run']): Check {
  return { id, run };
}
