import { join } from 'node:path';
import { byFile, type FileChange } from '../edits/file-change';
import { withModuleLocks } from '../edits/module-lock';
import { applyVendor, compareVendor, type VendorDifference } from '../edits/sync-vendor';
import { Workbench } from '../edits/workbench';
import { Overtaken, readIfExists, writeUnlessOvertaken } from '../edits/write-changes';
import type { Outcome } from '../findings/outcome';
import { explainGoFailure, isNoProof } from '../toolchain/go-failure';
import type { ReadyGo, Tools } from '../toolchain/tools';
import { whyNoProof } from '../verify/go-failure-drafts';
import type { ModuleOpener } from '../verify/open-module';
import { Prover } from '../verify/prover';
import type { PluginFacts } from '../workspace/facts';
import { under } from '../workspace/folders';
import { NAKAMA_IMPORTS } from '../workspace/nakama-imports';
import type { PluginReader } from '../workspace/read-plugin';
import { type WithSums, withSums } from './fetch-sums';
import type { Conflict, PinOutcome } from './pin-outcome';
import { planByText } from './plan-by-text';
import { planImports } from './plan-imports';
import { planInput } from './plan-input';
import { type PinPlanInput, planPins } from './plan-pins';
import { settle } from './settle/settle';

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
}

/** Of a module that was not pinned. */
export const NOT_PINNED = { changes: [], conflicts: [], left: [], written: false };

const MAX_ATTEMPTS = 3;

/** What is to be written, and what it is worth. */
interface Result {
  readonly changes: readonly FileChange[];
  readonly conflicts: readonly Conflict[];
  readonly report: Outcome;
  readonly left: PinOutcome['left'];
  readonly vendor?: Vendored;
  readonly uncompiled?: PinOutcome['uncompiled'];
}

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
  const { facts, folder, reader } = module;
  const libraries = facts.localModules.flatMap((m) => (m.goMod ? [reader.folders.absolute(m.dir)] : []));
  return withModuleLocks([folder, ...libraries], () =>
    untilNotOvertaken(() => pinLocked(dir, opener, tools, options)),
  );
}

async function pinLocked(
  dir: string,
  opener: ModuleOpener,
  tools: Tools,
  { write, check = false, allowDowngrade = false, tags, kind }: PinOptions,
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
    const written = write && result.conflicts.length === 0 && result.changes.length > 0;
    if (written) apply(result, facts, reader);
    const { changes, conflicts, left, report, uncompiled } = result;
    const ok = report.ok && conflicts.length === 0 && !(check && changes.length > 0);
    return { ...report, changes, conflicts, left, ...(uncompiled && { uncompiled }), written, ok };
  } finally {
    bench?.remove();
  }
}

/** A pin of another module may change what both share (a compose file) meanwhile: then this one starts again. */
async function untilNotOvertaken<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Overtaken) || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

/** Without the exact Go, or without what it needs: only text changes, and the committed files alone give the verdict. */
function textual({ input, failures }: WithSums, uncompiled: PinOutcome['uncompiled']): Result {
  const { changes, left, report, needsVendoring } = planByText(input);
  const vendor = needsVendoring ? ['nothing is changed, since only Go makes vendor/ for the pins'] : [];
  const told = uncompiled && { ...uncompiled, why: [uncompiled.why, ...failures, ...vendor].join('; ') };
  return { changes, left, report, conflicts: [], uncompiled: told };
}

/** A place to try mod files in. */
function benchFor(input: PinPlanInput, toolchain: ReadyGo, prover: Prover, reader: PluginReader): Workbench {
  const { facts } = input;
  const planned = planPins(input);
  const libraries = facts.localModules.flatMap(({ goMod }) => (goMod ? [goMod.file] : []));
  const changed = libraries.filter((file) => planned.changes.some((change) => change.file === file));
  const texts = new Map(changed.map((file) => [reader.folders.absolute(file), planned.textOf(file)]));
  return new Workbench(
    reader.folders.absolute(facts.dir),
    (cwd, args) => prover.run(toolchain, cwd, args),
    texts,
  );
}

async function settled(
  input: PinPlanInput,
  bench: Workbench,
  prover: Prover,
  allowDowngrade: boolean,
  reader: PluginReader,
): Promise<Result | NonNullable<PinOutcome['uncompiled']>> {
  const { release, textOf } = input;
  const dir = reader.folders.absolute(input.facts.dir);
  // vendor/ is written anew from what is settled: what it says today is not evidence.
  const facts = { ...input.facts, vendor: undefined };
  const {
    plan,
    files,
    report: settledReport,
    conflicts,
    compileFailure,
  } = await settle({
    ...input,
    facts,
    bench,
    allowDowngrade,
    prove: (subject, declared, at) =>
      prover.prove(subject, declared, release, { dir, modFile: at?.modFile, overlay: at?.overlay }),
    importsOf: (subject, { modFile, overlay }) => prover.imports(subject, release, { dir, modFile, overlay }),
  });
  if (compileFailure && isNoProof(compileFailure))
    return { why: whyNoProof(compileFailure), fix: compileFailure.fix };
  const { left } = plan;
  const goModFile = facts.goMod.file;
  const goSumFile = under(facts.dir, 'go.sum');
  const others = plan.changes.filter(({ file }) => file !== goModFile && file !== goSumFile);
  const imports = importsChange({ ...plan.facts, vendor: input.facts.vendor }, input, reader);
  const report = imports.length > 0 && conflicts.length === 0 ? withImports(settledReport) : settledReport;
  const changes = [
    ...others,
    { file: goModFile, before: textOf(goModFile), after: files.goMod },
    { file: goSumFile, before: facts.goSum && textOf(goSumFile), after: files.goSum },
    ...imports,
  ].filter(({ before = '', after = '' }) => before !== after);
  if (!input.facts.vendor || conflicts.length > 0)
    return { changes: changes.sort(byFile), conflicts, left, report };
  bench.write(files);
  const vendor = await vendored(input.facts, bench, reader);
  return 'message' in vendor
    ? { changes: changes.sort(byFile), conflicts: [vendor], left, report }
    : { changes: [...changes, ...vendor.changes].sort(byFile), conflicts, left, report, vendor };
}

/** nakama-imports.json, if it lacks what the settled module links, or says something of another source. */
function importsChange(
  settled: PluginFacts,
  { facts, release, textOf }: PinPlanInput,
  reader: PluginReader,
): FileChange[] {
  const file = under(facts.dir, NAKAMA_IMPORTS);
  const exists = reader.folders.has(facts.dir, NAKAMA_IMPORTS);
  const after = planImports(settled, exists ? facts.imports : undefined, release);
  return after === undefined ? [] : [{ file, before: exists ? textOf(file) : undefined, after }];
}

/** The report once nakama-imports.json is written anew. */
function withImports(report: Outcome): Outcome {
  return { ...report, findings: report.findings.filter(({ id }) => id !== 'imports-out-of-step') };
}

interface Vendored {
  readonly folder: string;
  readonly difference: VendorDifference;
  readonly changes: readonly FileChange[];
}

/** What `go mod vendor` makes of the settled mod files, or why it would not. */
async function vendored(
  facts: PluginFacts,
  bench: Workbench,
  reader: PluginReader,
): Promise<Vendored | Conflict> {
  const { folder, result } = await bench.vendor();
  if (result.code !== 0) {
    const { lines, fix } = explainGoFailure(result.stderr);
    const module = facts.goMod.module?.path ?? facts.dir;
    return { module, pin: '', chain: [module], message: `go mod vendor failed: ${lines.join('; ')}`, fix };
  }
  const current = under(facts.dir, 'vendor');
  const difference = compareVendor(reader.folders.absolute(current), folder);
  const changes = [...difference.write, ...difference.remove].map((file) => ({
    file: under(current, file),
    before: readIfExists(reader.folders.absolute(under(current, file))),
    after: readIfExists(join(folder, file)),
  }));
  return { folder, difference, changes };
}

/** Writes what was planned: vendor/ file by file, after the others. */
function apply({ changes, vendor }: Result, { dir }: PluginFacts, reader: PluginReader): void {
  const vendorFolder = `${under(dir, 'vendor')}/`;
  const files = changes.filter(({ file }) => !file.startsWith(vendorFolder));
  writeUnlessOvertaken(files, (file) => reader.folders.absolute(file), 'pin');
  if (vendor) applyVendor(reader.folders.absolute(under(dir, 'vendor')), vendor.folder, vendor.difference);
}
