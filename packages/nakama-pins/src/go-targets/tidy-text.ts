import pc from 'picocolors';
import { renderDiff } from '../edits/diff';
import { renderFindings, type TextOptions } from '../findings/render/text';
import type { TidyOutcome } from './tidy-outcome';

export interface TidyTextOptions extends TextOptions {
  /** The command that writes what tidying makes. */
  readonly tidyCommand: string;
  /** The command that tidies and keeps the pins. */
  readonly pinCommand: string;
}

/** The outcome of tidying one module, for people: a unified diff if it was not written. */
export function renderTidyOutcome(outcome: TidyOutcome, options: TidyTextOptions): string {
  const { dir, go, changes, failure, losses, isWorse, written } = outcome;
  const color = pc.createColors(options.color);
  const fixLine = (fix: string): string => `  ${color.cyan('fix:')} ${fix}`;
  const bad = (text: string): string => color.red(`✘ ${dir}: ${text}`);
  if (failure) {
    const said = failure.lines.map((line) => `  ${line}`);
    return [bad(`Go ${go} can't tidy it`), ...said, fixLine(failure.fix)].join('\n');
  }
  if (changes.length === 0) return color.green(`✔ ${dir}: go.mod and go.sum are tidy (Go ${go})`);
  const files = changes.map(({ file }) => file).join(', ');
  const lost = losses ? [`  tidied, it is worth less to the server:`, renderFindings(losses, options)] : [];
  if (written) {
    return [
      color.green(`✔ ${dir}: wrote ${files} (Go ${go})`),
      ...lost,
      ...(losses ? [fixLine(options.pinCommand)] : []),
    ].join('\n');
  }
  return [
    bad(`not tidy: go mod tidy of Go ${go} changes ${files}`),
    ...changes.map(renderDiff),
    ...lost,
    fixLine(
      isWorse
        ? `${options.pinCommand}, which tidies it and keeps the pins: what go mod tidy makes is not written`
        : `${options.tidyCommand} (go mod tidy with Go ${go})`,
    ),
  ].join('\n');
}
