// The results of pinning the corpus as the text of docs/pins.md. Pure: rows in, Markdown out.

/** In the order of the totals. */
const OUTCOMES = {
  loads: 'loads after `pin`',
  'true conflict': 'conflict, and Go’s module graph has its chain',
  'fails as said': 'does not load, as `pin` says',
  'not judged': 'cannot be judged here',
  wrong: 'wrong: `pin` and Go disagree',
};

/** @returns {keyof typeof OUTCOMES} */
export function outcomeOf({ ours, judged }) {
  if (ours.conflicts) return ours.conflicts.every(({ chainHolds }) => chainHolds) ? 'true conflict' : 'wrong';
  if (ours.problems || judged.verdict === 'cannot judge')
    return ours.verdict === 'loads' ? 'wrong' : 'not judged';
  if (judged.verdict === 'loads') return ours.verdict === 'fails' ? 'wrong' : 'loads';
  return ours.verdict === 'fails' ? 'fails as said' : 'wrong';
}

/** Why the row can't be judged: a lack of the committed files counts before what Go says about the pinned ones. */
function reasonOf({ ours, judged, before }) {
  const lacking = 'local replacement not in the corpus';
  if (ours.problems) return 'bad input';
  return before?.reason === lacking ? lacking : judged.reason;
}

/** @param rows {{ module, release, judge, ours, judged, before }[]} in the order of the corpus */
export function renderPins(rows) {
  const count = (wanted) => rows.filter((row) => outcomeOf(row) === wanted).length;
  const loading = rows.filter((row) => outcomeOf(row) === 'loads');
  const loadedBefore = loading.filter(({ before }) => before?.verdict === 'loads').length;
  const unclaimed = loading.filter(({ ours }) => ours.verdict === 'unknown').length;
  const reasons = rows.filter((row) => outcomeOf(row) === 'not judged').map(reasonOf);
  return `# Real plugins, pinned

<!-- Written by \`node tools/corpus/pin-table.mjs\`; don't edit. -->

${new Set(rows.map((row) => row.module)).size} Go modules of public Nakama plugin repositories, each at the release that it runs on (if that is known and v3) and at 3.40.0 (see [corpus.md](corpus.md)). \`nakama-pins pin\` pins each to the release; then Go itself judges the written files: it compiles the plugin with the release's exact Go and compares the fingerprint of every package that plugin and server share. Each step of a conflict's chain is looked up in \`go mod graph\`. (\`node tools/corpus/pin.mjs\`, results in \`tools/corpus/pinned.json\`.)

<!-- prettier-ignore-start -->

| | rows |
|---|--:|
${Object.entries(OUTCOMES)
  .map(([outcome, title]) => `| ${title} | ${count(outcome)} |`)
  .join('\n')}
| all | ${rows.length} |

Of the ${loading.length} that load, ${loadedBefore} loaded before. For ${unclaimed} of them \`pin\` says "unknown", because the release's Go is not available and its fingerprints are not measured; the judge then compares the version of each shared package's module.

Why rows can't be judged:

| reason | rows |
|---|--:|
${[...countBy(reasons)].map(([reason, n]) => `| ${reason} | ${n} |`).join('\n')}

**Moved**: requirements that were set to another version. **Before** and **after**: the judge's verdict on the committed and on the written files.

| module | release | before | pin | moved | after |
|---|---|---|---|--:|---|
${rows.map(renderRow).join('\n')}

<!-- prettier-ignore-end -->
`;
}

function renderRow(row) {
  const { module, release, ours, judged, before } = row;
  const after =
    outcomeOf(row) === 'not judged' ? `cannot judge: ${reasonOf(row)}` : (judged?.verdict ?? 'cannot judge');
  const unjudged = before?.verdict === 'cannot judge' ? `cannot judge: ${before.reason}` : before?.verdict;
  return `| ${module} | ${release} | ${unjudged ?? ''} | ${pinOf(ours)} | ${ours.moved ?? ''} | ${after} |`;
}

/** What \`pin\` says, and what it had to exclude or could not hold. */
function pinOf({ verdict, conflicts = [], excludes = [], findings = [], problems = [] }) {
  return [
    conflicts.length > 0 ? 'conflict' : verdict,
    ...conflicts.map(({ chain }) => chain.join(' → ')),
    ...(excludes.length > 0 ? [`excludes ${excludes.join(', ')}`] : []),
    ...(verdict === 'fails' && conflicts.length === 0
      ? [...countBy(findings.map(({ id }) => id)).keys()]
      : []),
    ...problems,
  ].join('<br>');
}

function countBy(values) {
  const counts = new Map();
  for (const value of [...values].sort()) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
