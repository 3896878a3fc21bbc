import { printable } from '../input/printable';
import type { Explanation } from './explanation';

/** An explanation for people, without a line break at the end. */
export function renderExplanation(explanation: Explanation): string {
  const { line, count, says, plugin, means, likely, fix } = explanation;
  const times = count > 1 ? `, ${count} times` : '';
  return printable(
    [
      `line ${line}${times}: ${says}`,
      ...(plugin === undefined ? [] : [`  plugin: ${plugin}`]),
      `  means: ${means}`,
      ...likely.map((words) => `  likely: ${words}`),
      `  fix: ${fix}`,
    ].join('\n'),
  );
}
