import { ALL_CHECKS } from '../checks/all-checks';
import type { Finding, Proof } from '../findings/finding';
import type { ModuleReport } from '../findings/outcome';
import { reportOf, toFinding } from '../findings/report';
import type { BuildTarget } from '../go-module/build-target';
import { linkingOf } from '../linking/linking';
import type { Release } from '../releases/release-model';
import type { PluginFacts } from '../workspace/facts';

export { toFinding };

/** Any release by its exact version; undefined where the catalog lacks it. */
export type FindRelease = (release: string | undefined) => Release | undefined;

/** Runs every check on the facts: a report with proof `declared`. */
export function judge(facts: PluginFacts, release: Release, releases: FindRelease): ModuleReport {
  const targets = buildTargets(facts, release);
  const linking = linkingOf(facts, release, targets);
  const findings = ALL_CHECKS.flatMap(({ id, run }) =>
    Array.from(run({ facts, release, linking, targets, releases }), (draft) =>
      toFinding(id, facts.dir, 'declared', draft),
    ),
  );
  return toReport(facts, release.version, findings);
}

/** Sorts the findings and draws the verdict from them. */
export function toReport(
  { dir, goMod }: PluginFacts,
  release: string | null,
  findings: Finding[],
  proof: Proof = 'declared',
): ModuleReport {
  return reportOf({ dir, module: goMod.module?.path ?? dir, release, proof }, findings);
}

/** What the plugin is built for, one target a platform. */
export function buildTargets({ platforms }: PluginFacts, release: Release): BuildTarget[] {
  return platforms.map((platform) => {
    const [goos = '', goarch = ''] = platform.split('/');
    return { goos, goarch, cgo: true, tags: [], goVersion: release.go };
  });
}
