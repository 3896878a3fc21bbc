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

/** @param {readonly { what: string, ratio: number, wanted: { atLeast: number } | { atMost: number } }[]} ratios */
export function printRatios(ratios) {
  const width = Math.max(...ratios.map(({ what }) => what.length));
  for (const { what, ratio, wanted } of ratios) {
    const [met, words] =
      'atLeast' in wanted
        ? [ratio >= wanted.atLeast, `at least ${wanted.atLeast}`]
        : [ratio <= wanted.atMost, `at most ${wanted.atMost}`];
    const digits = ratio < 10 ? 2 : 0;
    console.log(
      `${what.padEnd(width)}  ${ratio.toFixed(digits).padStart(6)}  wanted ${words}: ${met ? 'met' : 'MISSED'}`,
    );
  }
}
