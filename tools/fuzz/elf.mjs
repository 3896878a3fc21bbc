// node tools/fuzz/elf.mjs [--seed N] [--count N] [--seconds N] [--list] [file.so…]
// Damages the headers of real Go plugins and compares what check-artifact says with what dlopen does. Exit code 1 where
// we say that a plugin loads which does not, or refuse one that loads, without a reason that is listed here; 2 where no
// plugin can be built.
// Needs go and gcc on linux/amd64. By hand, for an hour: --seconds 3600 --seed 2
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, copyFileSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildPlugin, RELEASE } from '../bench/artifact/plugin.mjs';
import { randomFrom } from '../mutations/random.mjs';
import { openPackage } from '../server/package.mjs';
import { fieldsOf, mutate } from './elf-mutations.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

/** Two layouts that linkers make: segments, hash tables, binding. */
const LAYOUTS = {
  usual: ['-ldflags=-s -w'],
  compact: ['-ldflags=-s -w -extldflags "-Wl,--hash-style=both,-z,lazy,-z,noseparate-code"'],
};

/** What we refuse though this loader takes it: by our message, why that is right. */
const STRICTER = [
  [/that of the section \.init/, 'the loader calls code that nobody meant, which returns by chance'],
  [
    /p_align is no alignment|PT_LOAD\) is no alignment/,
    'glibc before 2.35, which older server images have, refuses it',
  ],
  [/the file is truncated/, 'whoever reads what is missing ends with a signal (SIGBUS)'],
  [/is not in order/, 'segments lie over each other or elsewhere: code misses its data'],
  [/lets nobody read it/, 'the server reads all segments'],
  [
    /that no segment maps from the file/,
    'what is read there is no more than zeros or chance; plugin.Open reads fingerprints',
  ],
  [
    /is wrong at byte \d+: the loader stops there, expected a size/,
    'the loader goes through no relocation, or through chance',
  ],
  [/names a string beyond the string table/, 'what is read there is chance'],
  [/map it over other libraries/, 'what lies beside the plugin is chance'],
  [
    /^other-fingerprint|^artifact-go/,
    'plugin.Open compares the fingerprints that are there, and refuses them',
  ],
  [
    /leaves out what can not be written|p_filesz of .* is beyond all addresses/,
    'code and constants would be zeros',
  ],
  [/protects what is no data/, 'code of the server could not run any more'],
  [/e_phnum is wrong/, "no linker writes so many: they fill the loader's stack"],
  [/is too large .* code of amd64 reaches/, 'code does not reach its data'],
  [/has a version that there is not/, 'symbols would be looked for in versions of others'],
  [/vd_version/, 'whoever needs a version of it refuses it'],
  [/PT_PHDR\) is not where they are/, 'whoever walks the program headers reads something else'],
  [/PT_TLS\) is wrong/, 'thread-local memory of the server would be overwritten'],
  [
    /leaves out relocations|is not the place of relocations|DT_JMPREL without/,
    'code that uses what was left out goes astray in the server',
  ],
  [
    /no DT_INIT_ARRAY|leaves out constructors|binds to itself/,
    "Go's runtime does not learn of the plugin: plugin.Open ends the server",
  ],
];

/** Why this computer can't run it; undefined if it can. */
export function whyNot() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'only on linux/amd64';
  const missing = ['go', 'gcc'].filter((command) => spawnSync(command, ['version']).error !== undefined);
  return missing.length > 0 ? `no ${missing.join(', no ')}` : undefined;
}

/**
 * @param {{ seed?: number, seconds?: number, count?: number, files?: string[], list?: boolean }} options at least one of
 *   seconds and count ends it; `files` in place of plugins that are built
 * @returns {Promise<{ tried: number, wrong: string[] }>} what was tried, and where we were wrong
 */
export async function run({ seed = 1, seconds = Infinity, count = Infinity, files = [], list = false }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'fuzz-elf-'));
  const opener = startOpener(folder);
  try {
    const bases =
      files.length > 0
        ? files.map((file) => [path.basename(file, '.so').slice(0, 8), file])
        : await buildBases(folder);
    const { openCatalog } = openPackage();
    const server = openPackage('for-tools.js').serverOfRelease(openCatalog().load(RELEASE));
    const results = [];
    const begun = performance.now();
    for (const [i, [name, file]] of bases.entries()) {
      const share = Math.ceil(count / bases.length);
      const until = begun + ((i + 1) * seconds * 1000) / bases.length;
      results.push(
        ...(await fuzz({ name, file, server, opener, folder, random: randomFrom(seed + i), share, until })),
      );
    }
    return report(results, { seed, list });
  } finally {
    opener.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function buildBases(folder) {
  const bases = [];
  for (const [name, flags] of Object.entries(LAYOUTS)) {
    bases.push([name, await buildPlugin(path.join(folder, name), flags)]);
  }
  return bases;
}

/** One copy of the file is damaged in place, and healed again. */
async function fuzz({ name, file, server, opener, folder, random, share, until }) {
  const copy = path.join(folder, 'damaged.so');
  copyFileSync(file, copy);
  const bytes = readFileSync(file);
  const fields = fieldsOf(bytes);
  const descriptor = openSync(copy, 'r+');
  const results = [];
  try {
    const whole = await judge(copy, server, opener);
    if (whole.ours !== 'loads' || whole.loader !== 'loads') {
      throw new Error(
        `the undamaged ${name} has to load: ours ${whole.says || whole.ours}, dlopen ${whole.loader}`,
      );
    }
    while (results.length < share && performance.now() < until) {
      const { kind, what, edits } = mutate(bytes, fields, random);
      const isChange = edits.some(
        ({ at, bytes: changed }) => !bytes.subarray(at, at + changed.length).equals(changed),
      );
      if (!isChange) continue;
      for (const edit of edits) writeSync(descriptor, edit.bytes, 0, edit.bytes.length, edit.at);
      const verdict = await judge(copy, server, opener);
      for (const { at, bytes: changed } of edits) writeSync(descriptor, bytes, at, changed.length, at);
      results.push({ base: name, kind, what, ...verdict });
    }
  } finally {
    closeSync(descriptor);
  }
  return results;
}

async function judge(file, server, opener) {
  const { readPlugin, checkArtifacts } = openPackage('for-tools.js');
  let ours = 'fails';
  let says = '';
  try {
    const [outcome] = checkArtifacts([readPlugin(file, 'damaged.so')], server);
    ours = outcome.verdict;
    says = outcome.findings.map(({ id, message }) => `${id}: ${message}`).join('; ');
  } catch (error) {
    ours = 'crash';
    says = error.stack;
  }
  return { ours, says, loader: await opener.open(file) };
}

/** A C program that opens files, each in a child of its own. */
function startOpener(folder) {
  const program = path.join(folder, 'dlopen');
  const { status, stderr } = spawnSync('gcc', ['-O1', '-o', program, path.join(here, 'dlopen.c'), '-ldl']);
  if (status !== 0) throw new Error(`gcc: ${stderr}`);
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'], env: {} });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    open: async (file) => {
      child.stdin.write(`${file}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('the program that opens the files has ended');
      return value;
    },
    end: () => child.stdin.end(),
  };
}

const ROWS = [
  'agree: loads',
  'agree: does not',
  'we do not know',
  'stricter, with reason',
  'WE REFUSE WHAT LOADS',
  'WE SAY LOADS',
];

function rowOf({ ours, says, loader }) {
  if (ours === 'crash') return 'WE SAY LOADS';
  const loads = loader === 'loads';
  if (ours === 'loads') return loads ? 'agree: loads' : 'WE SAY LOADS';
  if (!loads) return 'agree: does not';
  if (ours === 'unknown') return 'we do not know';
  return STRICTER.some(([pattern]) => pattern.test(says)) ? 'stricter, with reason' : 'WE REFUSE WHAT LOADS';
}

function report(results, { seed, list }) {
  const columns = [...new Set(results.map(({ base }) => base))];
  const kinds = [...new Set(results.map(({ kind }) => kind))].sort();
  const cell = (row, test) =>
    String(results.filter((result) => rowOf(result) === row && test(result)).length).padStart(9);
  console.log(`${results.length} damaged plugins, seed ${seed}\n`);
  console.log(`${''.padEnd(22)}${[...columns, ...kinds].map((name) => name.padStart(9)).join('')}`);
  for (const row of ROWS) {
    const cells = [
      ...columns.map((name) => cell(row, ({ base }) => base === name)),
      ...kinds.map((name) => cell(row, ({ kind }) => kind === name)),
    ];
    console.log(`${row.padEnd(22)}${cells.join('')}`);
  }
  const stricter = results.filter((result) => rowOf(result) === 'stricter, with reason');
  for (const [pattern, reason] of STRICTER) {
    const found = stricter.filter(({ says }) => pattern.test(says)).length;
    if (found > 0) console.log(`\n${found} stricter: ${reason}`);
  }
  const line = ({ base, what, ours, says, loader }) =>
    `${base}: ${what}\n  ours: ${ours} ${says}\n  dlopen: ${loader}`;
  const wrong = results
    .filter((result) => /^WE /.test(rowOf(result)))
    .map((result) => `${rowOf(result)}: ${line(result)}`);
  if (wrong.length > 0) console.log(`\n${wrong.join('\n')}`);
  if (list) for (const result of results) console.log(`${rowOf(result)}: ${line(result)}`);
  console.log(`\n${wrong.length === 0 ? 'no' : wrong.length} disagreement${wrong.length === 1 ? '' : 's'}`);
  return { tried: results.length, wrong };
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: 'string', default: '1' },
      seconds: { type: 'string' },
      count: { type: 'string' },
      list: { type: 'boolean', default: false },
    },
  });
  const reason = whyNot();
  if (reason !== undefined) {
    console.log(`SKIPPED: ${reason}`);
    process.exitCode = 2;
    return;
  }
  const number = (text) => (text === undefined ? undefined : Number(text));
  const seconds = number(values.seconds);
  const { wrong } = await run({
    seed: Number(values.seed),
    seconds,
    count: number(values.count) ?? (seconds === undefined ? 2000 : undefined),
    files: positionals,
    list: values.list,
  });
  process.exitCode = wrong.length > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`fuzz: ${error.stack}`);
    process.exitCode = 2;
  });
}
