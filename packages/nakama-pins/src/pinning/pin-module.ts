import type { Workbench } from '../edits/workbench';
import { shellWord } from '../input/shell-word';
import { isNoProof } from '../toolchain/go-failure';
import type { Tools } from '../toolchain/tools';
import { whyNoProof } from '../verify/go-failure-drafts';
import type { ModuleOpener } from '../verify/open-module';
import { Prover } from '../verify/prover';
import { refuseOutside } from '../workspace/borders';
import type { PluginReader } from '../workspace/read-plugin';
import { type WithSums, withSums } from './fetch-sums';
import type { PinOutcome } from './pin-outcome';
import { planByText } from './plan-by-text';
import { planInput } from './plan-input';
import type { PinPlanInput } from './plan-pins';
import { settle } from './settle/settle';
import { apply, benchFor, editing, filesOf, type Result, resultOf, settleInput } from './settled-files';

export interface PinOptions {
  /** Build tags in place of those of nakama.json. */
  readonly tags?: readonly string[];
  /** A plugin uses the module as a library. */
  readonly kind?: 'library';
  /** Write what was planned; else only say it. */
  readonly write: boolean;
  /** Changes that are not written are not ok. */
  readonly check?: boolean;
  /** Take an older version of a direct dependency if the pins hold only with it. */
  readonly allowDowngrade?: boolean;
  /** Change files outside the workspace, too, to which a `replace` or a link leads. */
  readonly allowOutside?: boolean;
}

/** Of a module that was not pinned. */
export const NOT_PINNED = { changes: [], conflicts: [], left: [], written: false };

/**
 * Pins a module to its release: plans, lets the exact Go tidy and compile the result if it is available,
 * and writes it. With conflicts nothing is written. One pin of a module at a time: another one waits.
 *
 * @param dir relative to the root, with `/` separators
 * @throws InputError if a file can't be read or written; the signal's reason if it was aborted
 */
export async function pinModule(
  dir: string,
  opener: ModuleOpener,
  tools: Tools,
  options: PinOptions,
): Promise<PinOutcome> {
  const module = opener.open(dir);
  if (module.unreleased) return { ...module.unreleased, ...NOT_PINNED };
  return editing(module, tools, () => pinLocked(dir, opener, tools, options));
}

async function pinLocked(
  dir: string,
  opener: ModuleOpener,
  tools: Tools,
  { write, check = false, allowDowngrade = false, allowOutside = false, tags, kind }: PinOptions,
): Promise<PinOutcome> {
  // Its own reader sees what another pin wrote since.
  const module = opener.open(dir, { tags, kind, reader: opener.newReader() });
  if (module.unreleased) return { ...module.unreleased, ...NOT_PINNED };
  const { facts, reader } = module;
  const input = planInput(module);
  const prover = new Prover(tools);
  const toolchain = await prover.toolchain(input.release, facts.platforms[0] ?? 'linux/amd64');
  const asText = async (uncompiled: PinOutcome['uncompiled']): Promise<Result> =>
    textual(await withSums(input, tools.around), uncompiled);
  let bench: Workbench | undefined;
  try {
    let result: Result;
    if (facts.startPackages.length === 0) result = await asText(undefined);
    else if (toolchain.missing !== undefined)
      result = await asText({ why: toolchain.missing, fix: toolchain.fix });
    else {
      bench = benchFor(input, toolchain, prover, reader);
      const tried = await settled(input, bench, prover, allowDowngrade, reader);
      result = 'why' in tried ? await asText(tried) : tried;
    }
    if (!allowOutside) refuseOutside(filesOf(result), reader.folders, `pin ${shellWord(dir)}`);
    const written = write && result.conflicts.length === 0 && result.changes.length > 0;
    if (written) apply(result, facts, reader, 'pin');
    const { changes, conflicts, left, report, uncompiled } = result;
    const ok = report.ok && conflicts.length === 0 && !(check && changes.length > 0);
    return { ...report, changes, conflicts, left, ...(uncompiled && { uncompiled }), written, ok };
  } finally {
    bench?.remove();
  }
}

/** Without the exact Go, or without what it needs: only text changes, and the committed files alone give the verdict. */
function textual({ input, failures }: WithSums, uncompiled: PinOutcome['uncompiled']): Result {
  const { changes, left, report, needsVendoring } = planByText(input);
  const vendor = needsVendoring ? ['nothing is changed, since only Go makes vendor/ for the pins'] : [];
  const told = uncompiled && { ...uncompiled, why: [uncompiled.why, ...failures, ...vendor].join('; ') };
  return { changes, left, report, conflicts: [], uncompiled: told };
}

async function settled(
  input: PinPlanInput,
  bench: Workbench,
  prover: Prover,
  allowDowngrade: boolean,
  reader: PluginReader,
): Promise<Result | NonNullable<PinOutcome['uncompiled']>> {
  const found = await settle({ ...settleInput(input, bench, prover, reader), allowDowngrade });
  const { compileFailure } = found;
  if (compileFailure && isNoProof(compileFailure))
    return { why: whyNoProof(compileFailure), fix: compileFailure.fix };
  return resultOf(found, input, bench, reader);
}
