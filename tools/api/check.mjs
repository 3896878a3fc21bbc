// node tools/api/check.mjs             compares packages/nakama-pins/api/ with the built package, and looks for its docs
// node tools/api/check.mjs --update    writes packages/nakama-pins/api/
// Needs the built package: npx nx build nakama-pins.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findGaps, readExports } from './documentation.mjs';
import { readDoors } from './doors.mjs';
import { checkReport } from './report.mjs';

/** A bigger surface is one that nobody learns. The other doors are for Nx, which loads them for every command. */
const MAX_NAMES = 30;

const { values } = parseArgs({ options: { update: { type: 'boolean', default: false } } });

function problemsOf(door) {
  if (!existsSync(door.declarations))
    return [`not built: ${door.declarations}; fix: npx nx build nakama-pins`];
  const exports = readExports(door.declarations);
  const tooMany =
    door.door === '.' && exports.length > MAX_NAMES
      ? [`${exports.length} names are exported; at most ${MAX_NAMES} may be`]
      : [];
  return [...checkReport(door, values.update), ...tooMany, ...findGaps(exports)];
}

for (const door of readDoors()) {
  const problems = problemsOf(door);
  const title = door.door === '.' ? 'nakama-pins' : `nakama-pins/${door.name}`;
  console.log(`${title}: ${problems.length === 0 ? 'ok' : `${problems.length} problems`}`);
  for (const problem of problems) console.log(`  ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}
