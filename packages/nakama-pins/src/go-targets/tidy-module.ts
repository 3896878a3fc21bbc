import { userLocks, withModuleLocks } from '../edits/module-lock';
import { writeUnlessOvertaken } from '../edits/write-changes';
import { hostTarget } from '../toolchain/host-target';
import type { Tools } from '../toolchain/tools';
import type { ModuleOpener } from '../verify/open-module';
import { refuseOutside } from '../workspace/borders';
import { exactGo } from './exact-go';
import { tidyCopies } from './tidy-copies';
import type { TidyOutcome } from './tidy-outcome';

export interface TidyOptions {
  /** Write what tidying makes; else only say it. */
  readonly fix: boolean;
}

/** Of a module that was not tidied. */
export const NOT_TIDIED = { go: null, changes: [], isWorse: false, written: false };

/**
 * Says what `go mod tidy` makes of a plugin or library module, and writes it if that is wanted and no pin is lost by
 * it.
 *
 * @param dir relative to the root, with `/` separators
 * @throws InputError if a file can't be read or written, or Go is not available; the signal's reason if it was aborted
 */
export async function tidyModule(
  dir: string,
  opener: ModuleOpener,
  tools: Tools,
  { fix }: TidyOptions,
): Promise<TidyOutcome> {
  const tidy = async (): Promise<TidyOutcome> => {
    // Its own reader sees what a pin wrote meanwhile.
    const module = opener.open(dir, { reader: opener.newReader() });
    if (module.unreleased) return { ...module.unreleased, ...NOT_TIDIED };
    const { release, reader } = module;
    // The imports for every platform count, whichever is named.
    const toolchain = await exactGo(module, { platform: hostTarget(), cgo: false }, tools);
    const { today, tidied, ...result } = await tidyCopies(module, toolchain, tools);
    refuseOutside(
      result.changes.map(({ file }) => file),
      reader.folders,
    );
    const written = fix && result.changes.length > 0 && !result.isWorse;
    if (written) writeUnlessOvertaken(result.changes, (file) => reader.folders.absolute(file), 'tidy');
    const ok = result.failure === undefined && (result.changes.length === 0 || written);
    return { ...(written ? tidied : today), go: release.go, ...result, written, ok };
  };
  return fix ? withModuleLocks([opener.newReader().folders.absolute(dir)], userLocks(tools), tidy) : tidy();
}
