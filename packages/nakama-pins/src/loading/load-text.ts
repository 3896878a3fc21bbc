import pc from 'picocolors';
import type { Outcome } from '../findings/outcome';
import { renderFindings, type TextOptions } from '../findings/render/text';
import type { LoadOutcome } from './load-outcome';

/** The outcome of opening the plugins of one module, for people: each that was opened, and by which server. */
export function renderLoadOutcome(outcome: LoadOutcome, options: TextOptions): string {
  const { opened } = outcome;
  const color = pc.createColors(options.color);
  return [
    renderFindings(outcome, options),
    ...opened.map(({ file, server }) => `  ${color.bold(file)} opened by ${server}`),
  ].join('\n');
}

/**
 * The outcome of opening plugins together, or of starting one server with them, in one line.
 *
 * @param outcomes of all plugins of one server
 * @example
 * const { together } = await workspace.load(['plugins']);
 * for (const outcomes of together) console.log(renderTogether(outcomes, { color: false }));
 */
export function renderTogether(outcomes: readonly Outcome[], options: { readonly color: boolean }): string {
  const color = pc.createColors(options.color);
  const fails = outcomes.filter(({ verdict }) => verdict !== 'loads').map(({ dir }) => dir);
  const all = `${outcomes.length} ${outcomes.length === 1 ? 'plugin' : 'plugins'} in one server`;
  return fails.length === 0
    ? color.green(`✔ ${all}`)
    : color.red(`✘ ${all}: it does not start with ${fails.join(', ')}`);
}
