import { parseArgs } from 'node:util';

/**
 * The options that all fuzzers have: the same seed damages the same things.
 *
 * @param {{ count: number }} defaults how many cases without an option
 * @returns {{ seed: number, count?: number, seconds?: number }}
 */
export function options(defaults) {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, count: { type: 'string' }, seconds: { type: 'string' } },
  });
  const seed = Number(values.seed ?? 1);
  if (values.seconds !== undefined) return { seed, seconds: Number(values.seconds) };
  return { seed, count: Number(values.count ?? defaults.count) };
}
