import { join } from 'node:path';
import { byFile, type FileChange } from '../edits/file-change';
import { userLocks, withModuleLocks } from '../edits/module-lock';
import { applyVendor, compareVendor, type VendorDifference } from '../edits/sync-vendor';
import { Workbench } from '../edits/workbench';
import { Overtaken, readIfExists, writeUnlessOvertaken } from '../edits/write-changes';
import type { Outcome } from '../findings/outcome';
import { explainGoFailure } from '../toolchain/go-failure';
import type { ReadyGo, Tools } from '../toolchain/tools';
import type { OpenModule } from '../verify/open-module';
import type { Prover } from '../verify/prover';
import type { PluginFacts } from '../workspace/facts';
import { under } from '../workspace/folders';
import { NAKAMA_IMPORTS } from '../workspace/nakama-imports';
import type { PluginReader } from '../workspace/read-plugin';
import type { Conflict, PinOutcome } from './pin-outcome';
import { planImports } from './plan-imports';
import { type PinPlanInput, planPins } from './plan-pins';
import type { SettleInput } from './settle/settle';
import type { Settled } from './settle/settled';

const MAX_ATTEMPTS = 3;

/** What is to be written, and what it is worth. */
export interface Result {
  readonly changes: readonly FileChange[];
  readonly conflicts: readonly Conflict[];
  readonly report: Outcome;
  readonly left: PinOutcome['left'];
  readonly vendor?: Vendored;
  readonly uncompiled?: PinOutcome['uncompiled'];
}

/** One run that edits a module and its libraries at a time: another one waits. */
export function editing<T>(
  { facts, folder, reader }: OpenModule,
  tools: Tools,
  work: () => Promise<T>,
): Promise<T> {
  const libraries = facts.localModules.flatMap((m) => (m.goMod ? [reader.folders.absolute(m.dir)] : []));
  return withModuleLocks([folder, ...libraries], userLocks(tools), () => untilNotOvertaken(work));
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

/**
 * A place to try mod files in.
 *
 * @param files texts of files that only go sees, by absolute path
 */
export function benchFor(
  input: PinPlanInput,
  toolchain: ReadyGo,
  prover: Prover,
  reader: PluginReader,
  files: ReadonlyMap<string, string> = new Map(),
): Workbench {
  const { facts } = input;
  const planned = planPins(input);
  const libraries = facts.localModules.flatMap(({ goMod }) => (goMod ? [goMod.file] : []));
  const changed = libraries.filter((file) => planned.changes.some((change) => change.file === file));
  const texts = changed.map((file) => [reader.folders.absolute(file), planned.textOf(file)] as const);
  return new Workbench(
    reader.folders.absolute(facts.dir),
    (cwd, args) => prover.run(toolchain, cwd, args),
    new Map([...texts, ...files]),
  );
}

/** How pins are brought to rest on a workbench: vendor/ is written anew, so what it says today is not evidence. */
export function settleInput(
  input: PinPlanInput,
  bench: Workbench,
  prover: Prover,
  reader: PluginReader,
): Omit<SettleInput, 'allowDowngrade'> {
  const { facts, release } = input;
  const dir = reader.folders.absolute(facts.dir);
  return {
    ...input,
    facts: { ...facts, vendor: undefined, vendorIsToCome: facts.vendor !== undefined },
    bench,
    prove: (subject, declared, at) =>
      prover.prove(subject, declared, release, { dir, modFile: at?.modFile, overlay: at?.overlay }),
    importsOf: (subject, { modFile, overlay }) => prover.imports(subject, release, { dir, modFile, overlay }),
  };
}

/**
 * What settled mod files change in a module.
 *
 * @param input as its files are
 */
export async function resultOf(
  { plan, files, report: settledReport, conflicts }: Settled,
  input: PinPlanInput,
  bench: Workbench,
  reader: PluginReader,
): Promise<Result> {
  const { facts, textOf } = input;
  const { left } = plan;
  const goModFile = facts.goMod.file;
  const goSumFile = under(facts.dir, 'go.sum');
  const others = plan.changes.filter(({ file }) => file !== goModFile && file !== goSumFile);
  const imports = importsChange({ ...plan.facts, vendor: facts.vendor }, input, reader);
  const report = imports.length > 0 && conflicts.length === 0 ? withImports(settledReport) : settledReport;
  const changes = [
    ...others,
    { file: goModFile, before: textOf(goModFile), after: files.goMod },
    { file: goSumFile, before: facts.goSum && textOf(goSumFile), after: files.goSum },
    ...imports,
  ].filter(({ before = '', after = '' }) => before !== after);
  if (!facts.vendor || conflicts.length > 0)
    return { changes: changes.sort(byFile), conflicts, left, report };
  bench.write(files);
  const vendor = await vendored(facts, bench, reader);
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

/** The files that a result changes. */
export function filesOf({ changes }: Pick<Result, 'changes'>): string[] {
  return changes.map(({ file }) => file);
}

/**
 * Writes what was planned: vendor/ file by file, after the others.
 *
 * @param command what to run again if a file has changed meanwhile: `pin`
 */
export function apply(
  { changes, vendor }: Result,
  { dir }: PluginFacts,
  reader: PluginReader,
  command: string,
): void {
  const vendorFolder = `${under(dir, 'vendor')}/`;
  const files = changes.filter(({ file }) => !file.startsWith(vendorFolder));
  writeUnlessOvertaken(files, (file) => reader.folders.absolute(file), command);
  if (vendor) applyVendor(reader.folders.absolute(under(dir, 'vendor')), vendor.folder, vendor.difference);
}
