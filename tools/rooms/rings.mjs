// node tools/rooms/rings.mjs [checkout]
// Counts the rings between the rooms of each package, and between their files, in any checkout of this repository.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { cruise } from 'dependency-cruiser';
import { countRings, findKnots } from './knots.mjs';
import { TEST_FILES } from './order-rules.mjs';

const checkout = path.resolve(process.argv[2] ?? '.');

for (const src of sourceFolders()) {
  const files = await importsOf(src);
  report(
    `${src}: rings between folders`,
    between(files, (file) => roomOf(file, src)),
  );
  report(
    `${src}: rings between files`,
    between(files, (file) => file),
  );
}

function sourceFolders() {
  return readdirSync(path.join(checkout, 'packages'))
    .map((name) => `packages/${name}/src`)
    .filter((folder) => existsSync(path.join(checkout, folder)))
    .sort();
}

/** Each import of a file of the package by another, specs left out, types included. */
async function importsOf(src) {
  const { output } = await cruise([src], {
    baseDir: checkout,
    tsPreCompilationDeps: true,
    exclude: { path: TEST_FILES },
    doNotFollow: { path: '(^|/)(node_modules|dist)/' },
  });
  return output.modules.flatMap(({ source, dependencies }) =>
    dependencies
      .filter(({ resolved }) => resolved.startsWith(`${src}/`))
      .map(({ resolved }) => [source, resolved]),
  );
}

/** The folder below `src`; a file beside the folders is a door, and counts by itself. */
function roomOf(file, src) {
  return file.slice(src.length + 1).split('/')[0];
}

/** @returns {Map<string, Map<string, number>>} from -> to -> how many imports */
function between(imports, nameOf) {
  const arrows = new Map();
  for (const [from, to] of imports.map((pair) => pair.map(nameOf))) {
    if (from === to) continue;
    if (!arrows.has(from)) arrows.set(from, new Map());
    arrows.get(from).set(to, (arrows.get(from).get(to) ?? 0) + 1);
  }
  return arrows;
}

function report(title, arrows) {
  const knots = findKnots(arrows);
  console.log(`${title}: ${countRings(arrows, knots)}`);
  for (const knot of knots) {
    console.log(`  ${knot.join(', ')}`);
    for (const from of knot) {
      const targets = [...(arrows.get(from) ?? [])].filter(([to]) => knot.includes(to)).sort();
      console.log(`    ${from} → ${targets.map(([to, imports]) => `${to} (${imports})`).join(', ')}`);
    }
  }
}
