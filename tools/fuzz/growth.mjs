/**
 * Gives nakama-pins inputs of one kind at three sizes, n, 2n and 4n, and fails where four times the input takes far more
 * than four times the work: `node tools/fuzz/growth.mjs [--seed 1] [--seconds 60] [--count 20] [--only go.sum]`.
 * Needs `npx nx build nakama-pins` first.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { GO_INPUTS } from './growth/inputs-go.mjs';
import { IMAGE_INPUTS } from './growth/inputs-images.mjs';
import { JSON_INPUTS } from './growth/inputs-json.mjs';
import { WORKSPACE_INPUTS } from './growth/inputs-workspace.mjs';
import { measure } from './growth/measure.mjs';
import { plugin } from './growth/workspace.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const PACKAGE = path.resolve(here, '../../packages/nakama-pins');

const INPUTS = [...JSON_INPUTS, ...GO_INPUTS, ...IMAGE_INPUTS, ...WORKSPACE_INPUTS];

/** Four times the input takes 4 times the work where that is linear, 16 times where it is the square. */
const MOST = 8;
/** What is done in less says nothing: milliseconds of the processor. */
const LEAST = 1_000;
/** A run that takes longer is ended, and has failed. Seconds. */
const LIMIT = 60;
/** What no bad input may bring about. */
const CRASH = /nakama-pins failed:|RangeError|Maximum call stack|Cannot find module/;
/** What a run may print as text of a hundred modules, whatever their files hold. Bytes. */
const MOST_PRINTED = 200_000;

/**
 * @param {{ seed?: number, seconds?: number, count?: number, only?: string, limit?: number, pins?: string, print?: (line: string) => void }} options
 *   `seed`: the order of the inputs; `seconds`: no further input is begun after; `count`: of inputs; `only`: a part of
 *   their names; `limit`: of one run, in seconds; `pins`: the folder of nakama-pins
 * @returns {Promise<{ done: number, failures: string[] }>}
 */
export async function run({
  seed = 1,
  seconds = Infinity,
  count = Infinity,
  only = '',
  limit = LIMIT,
  pins = PACKAGE,
  print = console.log,
} = {}) {
  const end = Date.now() + seconds * 1000;
  const chosen = shuffled(
    INPUTS.filter(({ name }) => name.includes(only)),
    seed,
  ).slice(0, count);
  const bare = new Map();
  const failures = [];
  let done = 0;
  print(row('input', 'n', ['n', '2n', '4n'], 'ratio', 'printed'));
  for (const input of chosen) {
    if (Date.now() > end) break;
    const start = await bareCost(input, { pins, limit, bare });
    const grown = await growthOf(input, { pins, limit, start });
    done++;
    const times = grown.runs.map(({ cpu }) => (cpu === Infinity ? '-' : `${Math.round(cpu)}`));
    const printed = Math.max(...grown.runs.map(({ bytes }) => bytes));
    const ratio = Number.isNaN(grown.ratio) ? '-' : grown.ratio.toFixed(1);
    print(
      row(input.name, String(input.n), times, ratio, `${Math.ceil(printed / 1000)} kB`) +
        (grown.fault ? `  ✘ ${grown.fault}` : ''),
    );
    if (grown.fault) failures.push(`${input.name} (n = ${input.n}): ${grown.fault}`);
  }
  print(`${done} inputs, ${failures.length} grow too fast`);
  return { done, failures };
}

/** Each size once; all of them again where it looks bad, because a full memory or a busy computer can do that. */
async function growthOf(input, context) {
  const first = await runSizes(input, context);
  if (!first.fault || first.runs.some(({ cpu }) => cpu === Infinity)) return first;
  const second = await runSizes(input, context);
  return second.fault && second.ratio > first.ratio ? first : second;
}

async function runSizes(input, { pins, limit, start }) {
  const runs = [];
  for (const times of [1, 2, 4]) {
    const files = input.make(input.n * times);
    const result = await measure({ files, program: programOf(input, pins), limit });
    const modules = Object.keys(files).filter((file) => path.basename(file) === 'go.mod').length;
    runs.push({ ...result, modules });
    if (result.cpu === Infinity) break;
  }
  const [first, , last] = runs;
  // A tenth of what tells is the least that the first size counts: below, the ratio is noise.
  const ratio = last ? (last.cpu - start) / Math.max(first.cpu - start, LEAST / MOST) : NaN;
  return { runs, ratio, fault: faultOf(runs, ratio, start, limit) };
}

function faultOf(runs, ratio, start, limit) {
  const last = runs.at(-1);
  if (last.cpu === Infinity)
    return `not done after ${limit} s${last.said ? `: ${last.said.slice(-200)}` : ''}`;
  if (last.cpu - start > LEAST && ratio > MOST) return 'grows faster than linear';
  const failed = runs.find(({ code, said }) => ![0, 1, 2].includes(code) || CRASH.test(said));
  if (failed) return failed.said.split('\n').find((line) => CRASH.test(line)) ?? `ends with ${failed.code}`;
  const loud = runs.find(({ bytes, modules }) => bytes > MOST_PRINTED * (1 + modules / 100));
  return loud ? `prints ${loud.bytes} bytes` : undefined;
}

/** What the program takes for nearly nothing: its start. */
async function bareCost(input, { pins, limit, bare }) {
  const program = programOf(input, pins);
  const key = program.join(' ');
  if (!bare.has(key)) bare.set(key, (await measure({ files: plugin(), program, limit })).cpu);
  return bare.get(key);
}

function programOf({ program, args = ['verify'] }, pins) {
  if (program === 'look') return [path.join(here, 'growth/look.cjs'), pins];
  return [path.join(pins, 'dist/cli/main.js'), ...args];
}

function row(name, n, times, ratio, printed) {
  return [
    name.padEnd(64),
    n.padStart(7),
    ...[0, 1, 2].map((i) => (times[i] ?? '').padStart(7)),
    ratio.padStart(6),
    printed.padStart(9),
  ].join(' ');
}

function shuffled(values, seed) {
  const left = [...values];
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: left.length }, () => left.splice(Math.floor(next() * left.length), 1)[0]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = { type: 'string' };
  const { values } = parseArgs({
    options: { seed: text, seconds: text, count: text, only: text, limit: text, pins: text },
  });
  const number = (value) => (value === undefined ? undefined : Number(value));
  const { failures } = await run({
    seed: number(values.seed),
    seconds: number(values.seconds),
    count: number(values.count),
    only: values.only,
    limit: number(values.limit),
    pins: values.pins && path.resolve(values.pins),
  });
  process.exitCode = failures.length > 0 ? 1 : 0;
}
