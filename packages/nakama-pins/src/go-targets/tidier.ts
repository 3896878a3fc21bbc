import { join } from 'node:path';
import type { ModuleReport } from '../findings/finding';
import { withLock } from '../edits/module-lock';
import type { FileChange } from '../edits/file-change';
import type { GoFailure } from '../toolchain/go-failure';
import { moduleOpener } from '../verify/open-module';
import { ExactGo } from './exact-go';
import { hostTarget } from './host';
import { tidyModule, writeTidied } from './tidy-module';
import type { GoTargetOptions } from './go-target';

export interface TidyOptions {
  /** Write what tidying makes; else only say it. */
  readonly fix: boolean;
}

/** What tidying one module came to. */
export interface TidyOutcome {
  /** Relative to the workspace root. */
  readonly dir: string;
  /** The exact Go that tidied. */
  readonly go: string;
  /** What tidying changes in go.mod and go.sum; empty where both are tidy. */
  readonly changes: readonly FileChange[];
  /** Why Go would not tidy. */
  readonly failure?: GoFailure;
  /** Where tidied it has errors that it does not have as it stands: those, and the verdict that follows. */
  readonly losses?: ModuleReport;
  /** Tidied it would load no more, or nobody could tell any more: it is not written. */
  readonly isWorse: boolean;
  /** Whether the changes stand in the files now. */
  readonly written: boolean;
}

/** Has the exact Go of a release tidy go.mod and go.sum. */
export interface Tidier {
  /**
   * Says what `go mod tidy` makes of a plugin or library module, and writes it where that is wanted and no pin is lost
   * by it.
   *
   * @param dir relative to the root, with `/` separators
   * @throws InputError where a file can't be read or written, or Go can't be had; the signal's reason where it was
   * aborted
   */
  tidy(dir: string, options: TidyOptions): Promise<TidyOutcome>;
}

/** @throws InputError where `release` is not known */
export function createTidier(options: GoTargetOptions): Tidier {
  const open = moduleOpener(options);
  const exactGo = new ExactGo(options);

  const tidy = async (dir: string, { fix }: TidyOptions): Promise<TidyOutcome> => {
    const module = open(dir);
    // The imports for every platform count, whichever is named.
    const target = { platform: hostTarget(), cgo: false, extra: {} };
    const toolchain = await exactGo.get(module, target);
    const outcome = await tidyModule(module, toolchain, options);
    const written = fix && outcome.changes.length > 0 && !outcome.isWorse;
    if (written) writeTidied(outcome.changes, module);
    return { dir, go: module.release.go, ...outcome, written };
  };

  return {
    tidy(dir, tidyOptions) {
      // Nobody pins the module while it is written.
      return tidyOptions.fix
        ? withLock([join(options.root, dir)], () => tidy(dir, tidyOptions))
        : tidy(dir, tidyOptions);
    },
  };
}
