import { byFile } from '../edits/file-change';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModuleReport } from '../findings/finding';
import { InputError } from '../input/problem';
import { writeFiles } from '../input/write-file';
import { explainGoFailure } from '../toolchain/go-failure';
import { Prover, type ProverOptions } from '../verify/prover';
import type { VerifierOptions } from '../verify/types';
import type { PluginFacts } from '../workspace/facts';
import { under } from '../workspace/folders';
import { PluginReader } from '../workspace/read-plugin';
import { withLock } from '../edits/module-lock';
import { withSums } from './fetch-sums';
import { planPins, type PinPlanInput } from './plan-pins';
import { createPlanner, planInputs, type Planner } from './planner';
import { settle } from './settle/settle';
import { Workbench } from '../edits/workbench';
import { applyVendor, compareVendor, type VendorDifference } from '../edits/sync-vendor';
import type { Conflict, PinOutcome } from './pin-outcome';
import type { FileChange } from '../edits/file-change';

export type PinnerOptions = VerifierOptions & ProverOptions;

export interface PinOptions {
  /** Write what was planned; else only say it. */
  readonly write: boolean;
  /** Take an older version of a direct dependency where only that lets the pins hold. */
  readonly allowDowngrade?: boolean;
}

/** Brings plugin and library modules in step with their release. */
export interface Pinner extends Planner {
  /**
   * Plans, lets the exact Go tidy and compile the result where it can be had, and writes it. With conflicts nothing is
   * written. One pin of a module at a time: another one waits.
   *
   * @throws InputError where a file can't be read or written; the signal's reason where it was aborted
   */
  pin(dir: string, options: PinOptions): Promise<PinOutcome>;
}

const MAX_ATTEMPTS = 3;

/** A file changed between reading and writing. */
class Overtaken extends InputError {}

/** What is to be written, and what it is worth. */
interface Result {
  readonly changes: readonly FileChange[];
  readonly conflicts: readonly Conflict[];
  readonly report: ModuleReport;
  readonly vendor?: Vendored;
}

/** @throws InputError where `release` is not known */
export function createPinner(options: PinnerOptions): Pinner {
  const { root } = options;
  const inputFor = planInputs(options);
  const prover = new Prover(options);

  const pinLocked = async (
    dir: string,
    { write, allowDowngrade = false }: PinOptions,
  ): Promise<PinOutcome> => {
    // A reader of its own: what another pin wrote since is seen.
    const reader = new PluginReader(root);
    const input = inputFor(dir, reader);
    if (!('facts' in input)) return untouched(input);
    const { facts, release } = input;
    const bench = await benchFor(input, prover, reader);
    try {
      const result = bench
        ? await settled(input, bench, prover, allowDowngrade, reader)
        : await textual(await withSums(input, options), prover, reader);
      const written = write && result.conflicts.length === 0 && result.changes.length > 0;
      if (written) apply(result, facts, reader);
      const { changes, conflicts, report } = result;
      return { dir, module: report.module, release: release.version, changes, conflicts, report, written };
    } finally {
      bench?.remove();
    }
  };

  return {
    ...createPlanner(options),
    async pin(dir, pinOptions) {
      const reader = new PluginReader(root);
      const libraries = reader
        .read(dir)
        .localModules.filter((m) => m.goMod)
        .map((m) => m.dir);
      return withLock(
        [dir, ...libraries].map((folder) => reader.folders.absolute(folder)),
        () => untilNotOvertaken(() => pinLocked(dir, pinOptions)),
      );
    },
  };
}

/** A pin of another module may change what both share (a compose file) meanwhile: then this one begins anew. */
async function untilNotOvertaken<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Overtaken) || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

function untouched(report: ModuleReport): PinOutcome {
  const { dir, module, release } = report;
  return { dir, module, release, changes: [], conflicts: [], report, written: false };
}

/** Without the exact Go: text alone changes, and the report says why nobody knows whether that compiles. */
async function textual(input: PinPlanInput, prover: Prover, reader: PluginReader): Promise<Result> {
  const { changes, facts, report } = planPins(input);
  if (facts.startPackages.length === 0) return { changes, report, conflicts: [] };
  const proved = await prover.prove(facts, report, input.release, {
    dir: reader.folders.absolute(facts.dir),
  });
  return { changes, report: proved.report, conflicts: [] };
}

/** Where the exact Go can be had: a place to try mod files in. */
async function benchFor(
  input: PinPlanInput,
  prover: Prover,
  reader: PluginReader,
): Promise<Workbench | undefined> {
  const { facts, release } = input;
  const toolchain = await prover.toolchain(release, facts.platforms[0] ?? 'linux/amd64');
  if (toolchain.missing !== undefined || facts.startPackages.length === 0) return undefined;
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
): Promise<Result> {
  const { release, textOf } = input;
  const dir = reader.folders.absolute(input.facts.dir);
  // vendor/ is made anew from what is settled: what it says today is no evidence.
  const facts = { ...input.facts, vendor: undefined };
  const { plan, files, report, conflicts } = await settle({
    ...input,
    facts,
    bench,
    allowDowngrade,
    prove: (subject, declared, at) =>
      prover.prove(subject, declared, release, { dir, modFile: at?.modFile, overlay: at?.overlay }),
  });
  const goModFile = facts.goMod.file;
  const goSumFile = under(facts.dir, 'go.sum');
  const others = plan.changes.filter(({ file }) => file !== goModFile && file !== goSumFile);
  const changes = [
    ...others,
    { file: goModFile, before: textOf(goModFile), after: files.goMod },
    { file: goSumFile, before: facts.goSum && textOf(goSumFile), after: files.goSum },
  ].filter(({ before = '', after = '' }) => before !== after);
  if (!input.facts.vendor || conflicts.length > 0)
    return { changes: changes.sort(byFile), conflicts, report };
  bench.write(files);
  const vendor = await vendored(input.facts, bench, reader);
  return 'message' in vendor
    ? { changes: changes.sort(byFile), conflicts: [vendor], report }
    : { changes: [...changes, ...vendor.changes].sort(byFile), conflicts, report, vendor };
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

/** Writes what was planned, unless a file changed since it was read. */
function apply({ changes, vendor }: Result, { dir }: PluginFacts, reader: PluginReader): void {
  const vendorFolder = `${under(dir, 'vendor')}/`;
  const files = changes.filter(({ file }) => !file.startsWith(vendorFolder));
  const overtaken = files.filter(
    ({ file, before }) => readIfExists(reader.folders.absolute(file)) !== before,
  );
  if (overtaken.length > 0) {
    throw new Overtaken(
      overtaken.map(({ file }) => ({
        file,
        message: 'the file changed while it was pinned: nothing is written',
        fix: 'run pin again',
      })),
    );
  }
  writeFiles(
    files.map(({ file, after = '' }) => ({
      absPath: reader.folders.absolute(file),
      displayPath: file,
      text: after,
    })),
  );
  if (vendor) applyVendor(reader.folders.absolute(under(dir, 'vendor')), vendor.folder, vendor.difference);
}

function readIfExists(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
