/**
 * Runs each once to warm what is cached (files, compiled code), then A B A B.
 *
 * @template T
 * @param {Readonly<Record<string, () => Promise<T>>>} measurements
 * @param {number} runs of each
 * @returns {Promise<Record<string, T[]>>} what each run gave
 */
export async function byTurns(measurements, runs) {
  const results = Object.fromEntries(Object.keys(measurements).map((name) => [name, []]));
  for (let run = -1; run < runs; run++) {
    for (const [name, measurement] of Object.entries(measurements)) {
      const measured = await measurement();
      if (run >= 0) results[name].push(measured);
    }
  }
  return results;
}

/** @param {readonly number[]} values at least one */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * A line for each thing measured: the median of its runs for all plugins and for one, and the fastest and slowest run.
 *
 * @param {readonly { what: string, runs: readonly number[] }[]} rows `runs` in milliseconds for all plugins
 * @param {number} plugins
 */
export function printTable(rows, plugins) {
  const cells = rows.map(({ what, runs }) => [
    what,
    `${(median(runs) / 1000).toFixed(2)} s`,
    `${(median(runs) / plugins).toFixed(3)} ms`,
    `${(Math.min(...runs) / 1000).toFixed(2)} - ${(Math.max(...runs) / 1000).toFixed(2)} s`,
    String(runs.length),
  ]);
  const table = [['', 'median', 'a plugin', 'from - to', 'runs'], ...cells];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  for (const row of table) {
    console.log(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
        .join('  '),
    );
  }
}

/**
 * A line for each ratio: of the medians, of the fastest runs, and whether that of the medians is within its budget.
 *
 * @typedef {{ what: string, above: readonly number[], below: readonly number[], wanted?: Wanted }} Ratio
 * @typedef {{ atLeast: number } | { atMost: number }} Wanted
 * @param {readonly Ratio[]} ratios
 */
export function printRatios(ratios) {
  const width = Math.max(...ratios.map(({ what }) => what.length));
  for (const { what, above, below, wanted } of ratios) {
    const ofMedians = median(above) / median(below);
    const ofFastest = Math.min(...above) / Math.min(...below);
    const cells = [what.padEnd(width), figure(ofMedians), figure(ofFastest), judgement(ofMedians, wanted)];
    console.log(cells.join('  ').trimEnd());
  }
}

function figure(ratio) {
  return ratio.toFixed(ratio < 10 ? 2 : 0).padStart(6);
}

function judgement(ratio, wanted) {
  if (!wanted) return '';
  const { atLeast, atMost } = wanted;
  const met = atLeast === undefined ? ratio <= atMost : ratio >= atLeast;
  return `wanted ${atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`}: ${met ? 'met' : 'MISSED'}`;
}
