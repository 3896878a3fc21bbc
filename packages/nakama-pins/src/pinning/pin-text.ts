import { posix } from 'node:path';
import pc from 'picocolors';
import { describeChange } from '../edits/describe-change';
import { renderDiff } from '../edits/diff';
import type { FileChange } from '../edits/file-change';
import { renderFindings, type TextOptions } from '../findings/render/text';
import { distinct } from '../input/distinct';
import { groupBy } from '../input/group-by';
import type { Conflict, PinOutcome } from './pin-outcome';

export interface PinTextOptions extends TextOptions {
  /** Show what changes as a unified diff, not only the files. */
  readonly diff: boolean;
}

/** The outcome of pinning one module, for people. */
export function renderPinOutcome(outcome: PinOutcome, options: PinTextOptions): string {
  return [renderFindings(outcome, options), ...pinLines(outcome, options)].join('\n');
}

/** What is written, or why it is not. */
export function pinLines(outcome: PinOutcome, options: PinTextOptions): string[] {
  const color = pc.createColors(options.color);
  const { changes, conflicts, left, problems, uncompiled, written } = outcome;
  const lines: string[] = [];
  if (conflicts.length > 0) lines.push(...conflicts.map((conflict) => renderConflict(conflict, color)));
  else if (changes.length === 0) {
    // Of a module that could not be judged nothing is said.
    if (problems.length === 0 && outcome.release !== null)
      lines.push(`  ${color.dim('pins in step: nothing to write')}`);
  } else {
    lines.push(`  ${written ? 'wrote' : 'would write'} ${fileNames(changes).join(', ')}`);
    if (!options.diff) lines.push(...whatChanges(changes).map((line) => `    ${line}`));
  }
  for (const { location, image, why } of left)
    lines.push(`  left ${location.file}:${location.line} ${image}: ${why}`);
  if (uncompiled) {
    lines.push(
      `  ${color.dim(`this rests on the committed files alone, nothing was compiled: ${uncompiled.why}`)}`,
      `    ${color.cyan('to compile it:')} ${uncompiled.fix}`,
    );
  }
  if (options.diff) lines.push(...changes.map(renderDiff));
  return lines;
}

/** The files of a vendor folder, which can be hundreds, have one name. */
function fileNames(changes: readonly FileChange[]): string[] {
  return distinct(changes.map(({ file }) => vendorFolderOf(file) ?? file));
}

/** Module, from, to. */
function whatChanges(changes: readonly FileChange[]): string[] {
  const own = changes.filter(({ file }) => vendorFolderOf(file) === undefined);
  const goMods = own.filter(({ file }) => posix.basename(file) === 'go.mod');
  const described = own.flatMap((change) => {
    const isOneOfMany = goMods.length > 1 && goMods.includes(change);
    return describeChange(change).map((line) => (isOneOfMany ? `${change.file}: ${line}` : line));
  });
  const vendored = groupBy(
    changes.filter((change) => !own.includes(change)),
    ({ file }) => vendorFolderOf(file) ?? '',
  );
  for (const [folder, files] of vendored) {
    const removed = files.filter(({ after }) => after === undefined).length;
    described.push(`${folder}: ${files.length - removed} written, ${removed} removed`);
  }
  return described;
}

function vendorFolderOf(file: string): string | undefined {
  return /^(?:.*\/)?vendor\//.exec(file)?.[0];
}

function renderConflict({ message, fix }: Conflict, color: ReturnType<typeof pc.createColors>): string {
  return `  ${color.red('✘')} conflict: ${message}\n    ${color.cyan('fix:')} ${fix}`;
}
