import { ALL_CHECKS } from '../checks/all-checks';
import type { CheckInput, FindingDraft } from '../checks/define-check';
import { docsUrl, type FindingId } from '../findings/registry';
import type { Finding, ModuleReport, Verdict } from '../findings/types';
import type { BuildTarget } from '../go-module/build-target';
import { linkingOf } from '../linking/linking';
import { openCatalog } from '../releases/catalog';
import type { Release } from '../releases/types';
import type { PluginFacts } from '../workspace/facts';
import { PluginReader } from '../workspace/read-plugin';
import { chooseRelease } from './choose-release';
import type { Verifier, VerifierOptions } from './types';

/**
 * Judges plugin modules with proof `declared`. One verifier serves any number of modules of a workspace: the
 * catalog, go.work, compose files and local libraries are read once.
 *
 * @throws InputError where `release` is not known
 */
export function createVerifier({ root, release: override }: VerifierOptions): Verifier {
  const catalog = openCatalog({ workspaceDir: root });
  const forced = override === undefined ? undefined : catalog.get(override);
  const reader = new PluginReader(root);
  const releases = (name: string | undefined): Release | undefined => {
    const known = name !== undefined && catalog.resolve(name).unknown === undefined;
    return known ? catalog.get(name) : undefined;
  };

  return {
    verify(dir, options = {}): ModuleReport {
      const configured = reader.settingsOf(dir).release;
      // Plugins configured for different releases never meet in one server.
      const meets = (other: string): boolean => reader.settingsOf(other).release?.value === configured?.value;
      const facts = reader.read(dir, options.samePath?.filter(meets));
      const choice = forced ? { release: forced } : chooseRelease(facts, configured, catalog);
      const module = facts.goMod.module?.path ?? dir;
      if (choice.release === undefined) {
        return report(dir, module, '', [finding('unknown-release', dir, choice.unknown)]);
      }
      const { release } = choice;
      const linking = linkingOf(facts, release, buildTarget(facts, release));
      return report(dir, module, release.release, judge({ facts, release, linking, releases }));
    },
  };
}

function judge(input: CheckInput): Finding[] {
  return ALL_CHECKS.flatMap(({ id, run }) =>
    Array.from(run(input), (draft) => finding(id, input.facts.dir, draft)),
  );
}

function finding(id: FindingId, dir: string, draft: FindingDraft): Finding {
  const { severity, location, ...rest } = draft;
  const { file, line, column } = location;
  return {
    id,
    severity,
    proof: 'declared',
    dir,
    location: { file, line, column },
    ...rest,
    docsUrl: docsUrl(id),
  };
}

function report(dir: string, module: string, release: string, findings: Finding[]): ModuleReport {
  return { dir, module, release, verdict: verdictOf(findings), findings: findings.sort(compareFindings) };
}

/** `loads` only where nothing speaks against it and nothing is left open. */
function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some((f) => f.severity === 'error')) return 'fails';
  return findings.some((f) => f.severity === 'undecided') ? 'unknown' : 'loads';
}

/** By place, then id and subject: the same order on every host. */
function compareFindings(a: Finding, b: Finding): number {
  return (
    compare(a.location.file, b.location.file) ||
    a.location.line - b.location.line ||
    a.location.column - b.location.column ||
    compare(a.id, b.id) ||
    compare(a.subject, b.subject)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The files that count are those of the first platform: a server's. */
function buildTarget({ platforms }: PluginFacts, release: Release): BuildTarget {
  const [goos = 'linux', goarch = 'amd64'] = (platforms[0] ?? '').split('/');
  return { goos, goarch, cgo: true, tags: [], goVersion: release.go };
}
