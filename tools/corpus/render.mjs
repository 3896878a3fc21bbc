// Our verdicts beside the judge's, as the text of docs/corpus.md. Pure: rows in, Markdown out.

const SIGN = { agree: '=', disagree: '≠', unknown: '?', 'not judged': '–' };

/** @returns {'agree' | 'disagree' | 'unknown' | 'not judged'} whether we say the same, if the judge could tell */
export function agreementOf({ report, judged }) {
  if (judged.verdict === 'cannot judge') return 'not judged';
  if (report.verdict === 'unknown') return 'unknown';
  return report.verdict === judged.verdict ? 'agree' : 'disagree';
}

/** The same for rows that go refuses as committed, judged after go itself has updated go.sum (and go.mod). */
export function secondLook({ report, judged }) {
  const { updated } = judged;
  return judged.verdict === 'cannot judge' && updated?.verdict
    ? agreementOf({ report, judged: updated })
    : undefined;
}

/** The modules that differ: what the judge saw that we do not name, and what we name that it did not see. */
export function moduleDifference({ report, judged }) {
  const seen = [judged.partial, judged.updated].reduce((all, more) => ({ ...all, ...more }), judged);
  const theirs = new Set([...Object.keys(seen.modules ?? {}), ...(seen.patched ?? [])]);
  const ours = new Set(
    report.findings.filter((f) => f.severity === 'error' && namesAVersion(f)).map((f) => aboutOf(f)),
  );
  return {
    missed: [...theirs].filter((path) => !ours.has(path)).sort(),
    extra: [...ours].filter((path) => !theirs.has(path)).sort(),
  };
}

/** Whether a finding is about a module at another version than the server's, or one that no version matches. */
function namesAVersion({ module, package: path, expected = '' }) {
  return module !== undefined && (path !== undefined || /^v\d/.test(expected));
}

/** What a finding is about. */
function aboutOf({ package: path, module, image, platform, directive, flag, library }) {
  return path ?? module ?? image ?? platform ?? directive ?? flag ?? library ?? '';
}

/** @param rows {{ report, judged }[]} in the order of the corpus */
export function renderTable(rows) {
  const agreements = countBy(rows.map(agreementOf));
  const secondLooks = countBy(rows.map(secondLook).filter(Boolean));
  const judgedRows = rows.filter((row) => row.judged.verdict !== 'cannot judge');
  const reasons = countBy(rows.filter((row) => !judgedRows.includes(row)).map((row) => row.judged.reason));
  const count = (agreement) => agreements.get(agreement) ?? 0;
  return `# Real plugins: our verdicts and Go's

<!-- Written by \`node tools/corpus/table.mjs\`; don't edit. -->

${new Set(rows.map((row) => row.judged.module)).size} Go modules of public Nakama plugin repositories, each at the release that it runs on (if that is known and v3) and at 3.40.0: go.mod and go.sum as they are, and a \`main.go\` that imports what the module's files import.

**Ours** is the verdict of \`nakama-pins verify\` on these files, without Go. The **judge** is Go itself: it compiles the plugin with the release's exact Go and compares the fingerprint of every package that plugin and server share (\`node tools/corpus/judge.mjs\`, results in \`tools/corpus/judged.json\`).

<!-- prettier-ignore-start -->

| | rows |
|---|--:|
| agree (=) | ${count('agree')} |
| disagree (≠) | ${count('disagree')} |
| unknown to us (?) | ${count('unknown')} |
${tableRows(reasons, (reason) => `not judged: ${reason}`)}
| all | ${rows.length} |

How the judged rows were judged:

| by | rows |
|---|--:|
${tableRows(countBy(judgedRows.map((row) => kindOf(row.judged))))}

- **fingerprints**: all packages were compiled. **fingerprints of some packages**: not all were available, but one that differs is enough to fail.
- **selection**: the release's Go is not available, so its fingerprints are not known; the version of each shared package's module is compared, as a similar Go selects it.
- **go refuses**: the release's Go does not accept go.mod's go line.

If go refuses only because go.sum lacks lines, *updated* is a second verdict, which does not count: that after go has completed go.mod and go.sum by itself. Of ${[...secondLooks.values()].reduce((sum, n) => sum + n, 0)} such rows: ${[...secondLooks].map(([agreement, n]) => `${n} ${agreement}`).join(', ') || 'none'}.

| module | release | ours | findings | judge | by | |
|---|---|---|---|---|---|:-:|
${rows.map(renderRow).join('\n')}

<!-- prettier-ignore-end -->
`;
}

const tableRows = (counts, label = (key) => key) =>
  [...counts].map(([key, n]) => `| ${label(key)} | ${n} |`).join('\n');

function renderRow(row) {
  const { report, judged } = row;
  const later = secondLook(row) ? `; updated: ${judged.updated.verdict}` : '';
  const judge = judged.verdict === 'cannot judge' ? `cannot judge: ${judged.reason}${later}` : judged.verdict;
  const cells = [
    `\`${judged.module}\``,
    judged.release,
    report.verdict,
    findingsOf(report),
    judge,
    judged.verdict === 'cannot judge' ? '' : kindOf(judged),
    SIGN[agreementOf(row)],
  ];
  return `| ${cells.join(' | ')} |`;
}

function kindOf(judged) {
  if (judged.reason === 'go version') return 'go refuses';
  return judged.partial && judged.verdict === 'fails' ? `${judged.judge} of some packages` : judged.judge;
}

/** One line for each finding's id and severity, with all that such findings are about. */
function findingsOf({ findings }) {
  const about = new Map();
  for (const finding of findings) {
    const { id, severity } = finding;
    const label = severity === 'error' ? `**${id}**` : `${id} (${severity})`;
    about.set(label, [...(about.get(label) ?? []), aboutOf(finding)]);
  }
  return [...about].map(([label, all]) => `${label} ${[...new Set(all)].join(', ')}`.trimEnd()).join('<br>');
}

const countBy = (values) => {
  const counts = new Map();
  for (const value of [...values].sort()) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};
