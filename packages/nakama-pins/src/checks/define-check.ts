import type { Found } from '../findings/finding';
import type { CheckId } from '../findings/registry';
import type { BuildTarget } from '../go-module/build-target';
import type { Clash } from '../linking/conflicts';
import type { Linking } from '../linking/linking';
import type { Release } from '../releases/release-model';
import type { PluginFacts } from '../workspace/facts';

/** What every check judges from: the committed files, the release, and what the plugin links of it. */
export interface CheckInput {
  readonly facts: PluginFacts;
  readonly release: Release;
  readonly linking: Linking;
  /** What the plugin is built for: a file counts where one of them compiles it. */
  readonly targets: readonly BuildTarget[];
  /** Any release by its exact version or tag; undefined if the catalog lacks it. */
  readonly releases: (release: string | undefined) => Release | undefined;
  /** What keeps the plugin from being opened together with others of its server. */
  readonly clashes: readonly Clash[];
}

/** A pure function from facts to what is found; the registry has the words. */
export type Check<Id extends CheckId = CheckId> = (input: CheckInput) => Iterable<Found<Id>>;

/** A check is one file that calls this; `all-checks.ts` lists it. */
export function defineCheck<Id extends CheckId>(_id: Id, run: Check<Id>): Check<Id> {
  return run;
}
