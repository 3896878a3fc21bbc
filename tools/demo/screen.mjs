// What a person reads: commands as one types them, and their output, at most 100 columns wide.
import { styleText } from 'node:util';

const WIDTH = 100;

/** Colours only on a terminal. */
function style(format, text) {
  return process.stdout.isTTY && !process.env.NO_COLOR ? styleText(format, text) : text;
}

export function showNote(text) {
  console.log(style('dim', `# ${text}`));
}

export function showCommand(command) {
  console.log(style('bold', `$ ${command}`));
}

/** @param {readonly string[]} lines */
export function showLines(lines) {
  for (const line of lines) {
    for (const row of fold(line)) console.log(style(colourOf(line), row));
  }
}

/** Folds at spaces; what follows is indented one step more. */
function fold(line) {
  if (line.length <= WIDTH) return [line];
  const indent = /^ */.exec(line)[0];
  const end = line.lastIndexOf(' ', WIDTH);
  return end <= indent.length ? [line] : [line.slice(0, end), ...fold(`${indent}  ${line.slice(end + 1)}`)];
}

function colourOf(line) {
  if (/^ *(?:✘|-)/.test(line)) return 'red';
  if (/^ *(?:✔|\+)/.test(line)) return 'green';
  return 'reset';
}

/**
 * What a run of `verify-pins` printed, without the frame that Nx prints around it; of Nx's summary, the lines about the
 * duration and the cache.
 *
 * @param {string} output
 * @returns {string[]}
 */
export function ownLines(output) {
  const lines = output.split('\n');
  const reports = lines.filter((line) => /^[✔✘?] plugins\/| {2}[✘!?] plugins\/|^ {4}\S/.test(line));
  const summary = lines.filter((line) => /^ {2}(?:Run duration|Cache):/.test(line));
  return [...reports, `  Nx: ${summary.map((line) => line.trim().replace(/: +/, ' ')).join(', ')}`];
}

/**
 * The files that a generator reports as changed, in a line for each folder.
 *
 * @param {string} output
 * @returns {string[]}
 */
export function changedFiles(output) {
  const folders = new Map();
  for (const [, verb, folder = '', name] of output.matchAll(/^(CREATE|UPDATE) (.*\/)?(.+)$/gm)) {
    const key = folder === '' ? verb : `${verb} ${folder}`;
    folders.set(key, [...(folders.get(key) ?? []), name]);
  }
  return [...folders].map(([key, names]) => `${key} ${names.join(' ')}`);
}
