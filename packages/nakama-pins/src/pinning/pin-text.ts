import pc from 'picocolors';
import { renderDiff } from '../edits/diff';
import { renderFindings, type TextOptions } from '../findings/render/text';
import type { Conflict, PinOutcome } from './pin-outcome';

export interface PinTextOptions extends TextOptions {
  /** Show what changes as a unified diff, not only the files. */
  readonly diff: boolean;
}

/** The outcome of pinning one module, for people. */
export function renderPinOutcome(outcome: PinOutcome, options: PinTextOptions): string {
  const color = pc.createColors(options.color);
  const { changes, conflicts, problems, written } = outcome;
  const verb = written ? 'wrote' : 'would write';
  const lines = [renderFindings(outcome, options)];
  if (conflicts.length > 0) lines.push(...conflicts.map((conflict) => renderConflict(conflict, color)));
  else if (changes.length === 0) {
    // Of a module that could not be judged nothing is said.
    if (problems.length === 0 && outcome.release !== null)
      lines.push(`  ${color.dim('pins in step: nothing to write')}`);
  } else lines.push(`  ${verb} ${changes.map((change) => change.file).join(', ')}`);
  if (options.diff) lines.push(...changes.map(renderDiff));
  return lines.join('\n');
}

function renderConflict({ message, fix }: Conflict, color: ReturnType<typeof pc.createColors>): string {
  return `  ${color.red('✘')} conflict: ${message}\n    ${color.cyan('fix:')} ${fix}`;
}
