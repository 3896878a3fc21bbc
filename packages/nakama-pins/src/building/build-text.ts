import pc from 'picocolors';
import { renderFindings, type TextOptions } from '../findings/render/text';
import type { BuildOutcome } from './build-outcome';

/** The outcome of building one module, for people: each `.so` with its size, hash and C compiler. */
export function renderBuildOutcome(outcome: BuildOutcome, options: TextOptions): string {
  const { built, warnings } = outcome;
  const color = pc.createColors(options.color);
  return [
    renderFindings(outcome, options),
    ...built.map(
      ({ file, size, sha256, cc }) =>
        `  ${color.bold(file)} ${(size / 1e6).toFixed(1)} MB ${color.dim(`sha256:${sha256} ${cc}`)}`,
    ),
    ...warnings.map((warning) => `  ${color.yellow('!')} ${warning}`),
  ].join('\n');
}
