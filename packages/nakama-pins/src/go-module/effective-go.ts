import { compareGo, hasToolchains } from './compare-go';
import type { GoMod } from './module-files';

/** What decides which Go a go command runs. */
export interface GoChoice {
  /** The version of the go command itself; undefined if it is not known. */
  readonly local: string | undefined;
  /** The value of GOTOOLCHAIN; undefined where nothing sets it: Docker's golang images set `local`. */
  readonly toolchain: string | undefined;
  /** The go and toolchain lines of go.mod, without `go`. */
  readonly lines: readonly string[];
}

/** What go.mod says to `GoChoice`. */
export function goLinesOf({ go, toolchain }: GoMod): string[] {
  return [go?.version, toolchain?.name.replace(/^go/, '')].filter((line) => line !== undefined);
}

/**
 * The version that a go command switches to; undefined if it is not known.
 *
 * @see https://go.dev/doc/toolchain#select
 */
export function effectiveGo({ local, toolchain = 'local', lines }: GoChoice): string | undefined {
  // Before 1.21 the command knows of no others.
  if (local !== undefined && !hasToolchains(local)) return local;
  const [, named, mode = ''] = /^(?:go(\d[^+]*?)|local|auto|path)?(?:\+(auto|path))?$/.exec(toolchain) ?? [];
  const least = named ?? local;
  const raises = mode !== '' || toolchain === 'auto' || toolchain === 'path';
  if (!raises || least === undefined) return least;
  return lines.reduce((highest, line) => (compareGo(line, highest) > 0 ? line : highest), least);
}
