// node tools/package/bundle.mjs    makes packages/nakama-pins/dist: declarations by tsc, and few large files of code
//
// A command that starts with few files starts in half the time of one with hundreds. What most runs need is bundled, with
// the code of other packages; a package that package.json lists as a dependency stays one.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { binary, repoRoot, run } from '../check/processes.mjs';
import { licensesOf } from './licenses.mjs';
import { schemaValidators } from './schema-validators.mjs';

const PACKAGE_DIR = path.join(repoRoot, 'packages/nakama-pins');
const DIST = path.join(PACKAGE_DIR, 'dist');
/** Started or loaded by their paths, besides what package.json names. */
const OTHER_ENTRIES = ['dist/tool-versions.js', 'dist/for-tools.js'];

async function main() {
  const { bin, exports, dependencies, peerDependencies } = JSON.parse(
    readFileSync(path.join(PACKAGE_DIR, 'package.json'), 'utf8'),
  );
  rmSync(DIST, { recursive: true, force: true });
  const doors = Object.values(exports).flatMap((target) => target.default ?? []);
  const entries = [...doors, ...Object.values(bin), ...OTHER_ENTRIES].map(entryName);
  await declarations();
  const files = await bundle(entries, Object.keys({ ...dependencies, ...peerDependencies }));
  writeFileSync(path.join(DIST, 'THIRD-PARTY-LICENSES.txt'), licensesOf(files));
  // `explain <finding>` prints them.
  cpSync(path.join(repoRoot, 'docs/findings'), path.join(DIST, 'pages'), { recursive: true });
}

/** `./dist/cli/main.js` -> `cli/main`, which is made of `src/cli/main.ts`. */
function entryName(file) {
  return path.posix.relative('dist', file).replace(/\.js$/, '');
}

async function declarations() {
  const project = path.join(PACKAGE_DIR, 'tsconfig.lib.json');
  const exitCode = await run(process.execPath, [
    binary('typescript', 'tsc'),
    ...['-p', project, '--emitDeclarationOnly', '--outDir', DIST],
  ]);
  if (exitCode !== 0) throw new Error('tsc found errors (see above)');
}

/** @returns {Promise<string[]>} the files whose code is in the bundle */
async function bundle(entries, external) {
  const build = await rolldown({
    cwd: PACKAGE_DIR,
    input: Object.fromEntries(entries.map((name) => [name, `src/${name}.ts`])),
    platform: 'node',
    // Some packages hide the imports of their CommonJS form from bundlers.
    resolve: { mainFields: ['module', 'main'] },
    external: external.map((name) => new RegExp(`^${name}(/|$)`)),
    plugins: [schemaValidators(PACKAGE_DIR), { name: 'one-byte-letters', renderChunk: oneByteLetters }],
    // How long the bundler took is no fault.
    checks: { pluginTimings: false },
    onLog: (level, { message }) => {
      if (level === 'warn') throw new Error(message);
    },
  });
  // Names stay, so that a stack says where it is from.
  const { output } = await build.write({
    dir: DIST,
    format: 'cjs',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    minify: false,
  });
  await build.close();
  return output.flatMap(({ moduleIds = [] }) => moduleIds);
}

/** V8 reads a file with letters beyond Latin-1 as two bytes a letter, which takes half as long again. */
function oneByteLetters(code) {
  // There an escape would be what it is written as.
  if (/String\.raw`[^`]*[\u0100-\uffff]/.test(code))
    throw new Error('String.raw has a letter beyond Latin-1');
  return code.replace(
    /[\u0100-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

main().catch((error) => {
  console.error(`bundle: ${error.message}`);
  process.exitCode = 1;
});
