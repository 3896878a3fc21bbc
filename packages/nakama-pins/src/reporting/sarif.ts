import { packageJson } from '../input/package-dir';
import type { Entry, Rule } from './entry';
import type { Report } from './report';

const LEVELS = { problem: 'error', error: 'error', undecided: 'warning', warning: 'note' } as const;

/** SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function renderSarif({ command, run, entries }: Report): string {
  const { version } = packageJson<{ version: string }>('package.json');
  const rules = rulesOf(entries);
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'nakama-pins',
            version,
            semanticVersion: version,
            informationUri: 'https://github.com/nx-nakama/nx-nakama',
            rules: rules.map(ruleObject),
          },
        },
        automationDetails: { id: `nakama-pins ${command}/` },
        invocations: [{ executionSuccessful: run.exitCode !== 2, exitCode: run.exitCode }],
        columnKind: 'utf16CodeUnits',
        results: entries.map((entry) => resultObject(entry, indexes.get(entry.rule.id))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Each once, in the order of their names. */
function rulesOf(entries: readonly Entry[]): Rule[] {
  const byId = new Map(entries.map(({ rule }) => [rule.id, rule]));
  return [...byId.keys()].sort().flatMap((id) => byId.get(id) ?? []);
}

function ruleObject({ id, title, helpUri }: Rule): object {
  return {
    id,
    shortDescription: { text: title },
    help: { text: `${title}: ${helpUri}`, markdown: `[${title}](${helpUri})` },
    helpUri,
  };
}

function resultObject(entry: Entry, ruleIndex: number | undefined): object {
  const { rule, severity, file, line, column, message, fix, fingerprint } = entry;
  return {
    ruleId: rule.id,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: literal(fix === undefined ? message : `${message}\nfix: ${fix}`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifactLocation(file),
          region: { startLine: line, startColumn: column },
        },
      },
    ],
    partialFingerprints: { 'nakamaPins/v1': fingerprint },
    properties: { severity },
  };
}

/** `[text](target)` would be a link (§3.11.6), and `{0}` an argument of the message (§3.11.5). */
function literal(text: string): string {
  return text.replaceAll('](', '\\](').replace(/\{(\d+)\}/g, '{{$1}}');
}

/** Relative to the root of the sources, as GitHub reads it; what is absolute stays so. */
function artifactLocation(file: string): object {
  const uri = file.split('/').map(encodeURIComponent).join('/');
  if (file.startsWith('/')) return { uri: `file://${uri}` };
  // encodeURIComponent leaves no colon: nothing is taken for a scheme.
  return { uri, uriBaseId: '%SRCROOT%' };
}
