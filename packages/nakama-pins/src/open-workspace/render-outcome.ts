import type { BuildOutcome } from '../building/build-outcome';
import { renderBuildOutcome } from '../building/build-text';
import type { Outcome } from '../findings/outcome';
import { renderFindings, renderPages } from '../findings/render/text';
import type { TidyOutcome } from '../go-targets/tidy-outcome';
import { renderTidyOutcome } from '../go-targets/tidy-text';
import { printable } from '../input/printable';
import { formatProblems } from '../input/problem';
import type { StartOutcome } from '../live/start-outcome';
import { renderStartOutcome } from '../live/start-text';
import type { LoadOutcome } from '../loading/load-outcome';
import { renderLoadOutcome } from '../loading/load-text';
import { renderGetOutcome } from '../pinning/get/get-text';
import type { OutdatedOutcome } from '../pinning/get/outdated';
import { renderOutdated } from '../pinning/get/outdated-text';
import type { PinOutcome } from '../pinning/pin-outcome';
import { renderPinOutcome } from '../pinning/pin-text';

/**
 * The outcome of a command for one module, as text for people, without a line break at the end: findings with place and
 * fix, then what was changed, built, opened or started. Of a module that could not be judged its problems.
 *
 * @example
 * const { modules } = await openWorkspace({ root }).verify(['plugins']);
 * console.log(modules.map((module) => renderOutcome(module, { color: false })).join('\n'));
 */
export function renderOutcome(
  outcome: Outcome | PinOutcome | BuildOutcome | LoadOutcome | TidyOutcome,
  options: {
    readonly color: boolean;
    /** The name of a finding links to its page (OSC 8): for a terminal that shows links. */
    readonly links?: boolean;
    /** The page of each kind of finding is named below, a line for each. */
    readonly pages?: boolean;
    /** Of `pin`: show what changes as a unified diff, not only the files. */
    readonly diff?: boolean;
    /** Of `tidy`: the command that writes what tidying makes. */
    readonly tidyCommand?: string;
    /** Of `tidy`: the command that tidies and keeps the pins. */
    readonly pinCommand?: string;
  },
): string {
  if (outcome.problems.length > 0) return formatProblems(outcome.problems);
  const pages = options.pages ? renderPages([outcome]).map((line) => `  ${line}`) : [];
  return printable([renderKind(outcome, options), ...pages].join('\n'));
}

function renderKind(
  outcome: Parameters<typeof renderOutcome>[0],
  options: Parameters<typeof renderOutcome>[1],
): string {
  const {
    color,
    links = false,
    diff = false,
    tidyCommand = 'npx nakama-pins tidy',
    pinCommand = 'npx nakama-pins pin',
  } = options;
  if ('conflicts' in outcome) {
    const { got } = outcome;
    return got
      ? renderGetOutcome({ ...outcome, got }, { color, links, diff })
      : renderPinOutcome(outcome, { color, links, diff });
  }
  if ('built' in outcome) return renderBuildOutcome(outcome, { color, links });
  if ('opened' in outcome) return renderLoadOutcome(outcome, { color, links });
  if ('isWorse' in outcome) return renderTidyOutcome(outcome, { color, links, tidyCommand, pinCommand });
  const { started } = outcome as Partial<StartOutcome>;
  if (started) return renderStartOutcome({ ...outcome, started }, { color, links });
  // Of a module without a release, the finding says all.
  const { dependencies } = outcome as Partial<OutdatedOutcome>;
  return dependencies && outcome.release !== null
    ? renderOutdated({ ...outcome, dependencies }, { color })
    : renderFindings(outcome, { color, links });
}

/** How an outcome is shown. */
export type RenderOptions = Parameters<typeof renderOutcome>[1];
