import pc from 'picocolors';
import { renderFindings, type TextOptions } from '../findings/render/text';
import type { Started, StartOutcome } from './start-outcome';

/** The outcome of starting a server with the plugins of one module, for people: what ran, and what it registered. */
export function renderStartOutcome(outcome: StartOutcome, options: TextOptions): string {
  const color = pc.createColors(options.color);
  return [
    renderFindings(outcome, options),
    ...outcome.started.flatMap((started) => [
      `  ${color.bold(started.files.join(', '))} started by ${started.server} on ${started.database}${took(started)}`,
      ...registeredLines(started).map((line) => `    ${line}`),
    ]),
  ].join('\n');
}

/** What was registered, a line for each kind. */
export function registeredLines({
  registered: { rpcs, matches, hooks },
}: Pick<Started, 'registered'>): string[] {
  const kinds = [
    ['RPCs', rpcs],
    ['matches', matches],
    ['hooks', hooks],
  ] as const;
  const lines = kinds.flatMap(([kind, names]) =>
    names.length === 0 ? [] : [`${kind}: ${names.join(', ')}`],
  );
  return lines.length > 0 ? lines : ['nothing is registered'];
}

function took({ initSeconds }: Started): string {
  if (initSeconds === null) return '';
  return `; InitModule took ${initSeconds === 0 ? 'under 0.1' : initSeconds} s`;
}
