import type { BuildTarget } from '../go-module/build-target';
import { NOT_GO, NOTHING_EXPORTED } from '../go-module/source-content';
import type { FileMark, PublishedFiles } from '../releases/published-files';
import type { CopiedFile } from '../workspace/package-copies';

/** What a copy of a package does that is not as published, worst first. */
export type CopyEffect =
  /** What Go exports differs for certain, or Go can't build it. */
  | 'differs'
  /** Code differs that Go exports only if the compiler inlines it. */
  | 'may differ'
  /** Only assembly, C or embedded files differ, which are in no fingerprint. */
  | 'loads';

/** How a copy differs from the published package. */
export interface CopyDifference {
  readonly effect: CopyEffect;
  /** Files that were changed or added. */
  readonly changed: readonly CopiedFile[];
  /** Published files that the copy has not at all. */
  readonly isIncomplete: boolean;
}

/** Compares what the targets compile of a copy with the published package; undefined if it is the same code. */
export function compareFiles(
  published: PublishedFiles,
  copy: readonly CopiedFile[],
  allTargets: readonly BuildTarget[],
): CopyDifference | undefined {
  const targets = allTargets.filter((target) => published.only[platformOf(target)] !== undefined);
  const compiled = copy.filter((file) => targets.some((target) => file.isCompiled(target)));
  const codes = new Set(compiled.map(({ code }) => code));
  const ofPlatforms = targets.map((target) => published.only[platformOf(target)] ?? []);
  const lost = [...published.always, ...ofPlatforms.flat()].filter(({ code }) => !codes.has(code));
  const known = new Set(
    [...published.always, ...published.sometimes, ...Object.values(published.only).flat()].map(
      ({ code }) => code,
    ),
  );
  const changed = compiled.filter(({ code }) => !known.has(code));
  const effect = targets.length > 0 ? effectOf(lost, changed) : undefined;
  return effect && { effect, changed, isIncomplete: lost.length > changed.length };
}

function effectOf(lost: readonly FileMark[], changed: readonly FileMark[]): CopyEffect | undefined {
  if (lost.length + changed.length === 0) return undefined;
  // A build without a file of assembly or an embedded one fails.
  if (lost.filter(isOther).length > changed.filter(isOther).length) return 'differs';
  const exported = changed.map(({ surface }) => surface).filter(isExporting);
  const exportedBefore = lost.map(({ surface }) => surface).filter(isExporting);
  if (exported.sort().join() !== exportedBefore.sort().join()) return 'differs';
  return [...lost, ...changed].every(isOther) ? 'loads' : 'may differ';
}

function isOther({ surface }: FileMark): boolean {
  return surface === NOT_GO;
}

function isExporting(surface: string): boolean {
  return surface !== NOT_GO && surface !== NOTHING_EXPORTED;
}

function platformOf({ goos, goarch }: BuildTarget): string {
  return `${goos}/${goarch}`;
}
