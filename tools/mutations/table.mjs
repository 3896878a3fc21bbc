// Prints what we say of each mutation that Go judged, and which rows differ: `node table.mjs [--all]`. Needs the built
// core. Exits with 1 if a verdict is wrong.
import { agreementOf, kindOf, readJudged, verifyAll } from './ours.mjs';

const rows = await verifyAll(readJudged());
const count = new Map();
for (const row of rows) {
  const kind = row.mutations.length > 1 ? 'two' : row.mutations[0].kind;
  const counts = count.get(kind) ?? { agree: 0, wrong: 0, unknown: 0 };
  counts[agreementOf(row)]++;
  count.set(kind, counts);
}
console.table(Object.fromEntries([...count].sort(([a], [b]) => (a < b ? -1 : 1))));

for (const row of rows) {
  const agreement = agreementOf(row);
  if (agreement === 'agree' && !process.argv.includes('--all')) continue;
  console.log(`${row.id} ${agreement}: ours ${row.ours.verdict}, Go's ${row.verdict} ${row.reason ?? ''}`);
  console.log(`  ${row.base}, ${kindOf(row)}: ${JSON.stringify(row.mutations)}`);
  for (const line of row.detail ?? []) console.log(`  go: ${line}`);
  for (const { id, severity, message } of row.ours.findings) console.log(`  ${severity} ${id}: ${message}`);
  for (const { message } of row.ours.problems) console.log(`  problem: ${message}`);
}
const sum = (wanted) => rows.filter((row) => agreementOf(row) === wanted).length;
console.log(
  `\n${rows.length} mutations: ${sum('agree')} agree, ${sum('wrong')} wrong, ${sum('unknown')} unknown`,
);
if (sum('wrong') > 0) process.exitCode = 1;
