import { basename, dirname } from 'node:path';
import { type ModFiles, Workbench } from '../edits/workbench';
import type { Finding } from '../findings/finding';
import type { Outcome, Verdict } from '../findings/outcome';
import { GO_MOD_MAX_BYTES, parseGoMod } from '../go-module/go-mod';
import { GO_SUM_MAX_BYTES, parseGoSum } from '../go-module/go-sum-file';
import type { GoResult } from '../toolchain/go-command';
import { explainGoFailure, type GoFailure } from '../toolchain/go-failure';
import type { ReadyGo, Tools } from '../toolchain/tools';
import { judge } from '../verify/judge';
import type { OpenModule } from '../verify/open-module';
import { under } from '../workspace/folders';
import type { TidyOutcome } from './tidy-outcome';

/** The result of tidying copies of the mod files. */
export interface Tidied extends Pick<TidyOutcome, 'changes' | 'failure' | 'losses' | 'isWorse'> {
  /** The verdict on the files as they stand. */
  readonly today: Outcome;
  /** The verdict on the tidied files. */
  readonly tidied: Outcome;
}

/**
 * Tidies copies of go.mod and go.sum: `go mod tidy -diff` came with Go 1.23 only, and a diff does not tell which pins
 * are lost.
 *
 * @throws the signal's reason if it was aborted
 */
export async function tidyCopies(module: OpenModule, toolchain: ReadyGo, tools: Tools): Promise<Tidied> {
  const { facts, reader, folder } = module;
  const { goMod } = facts;
  const goSum = under(facts.dir, 'go.sum');
  const before = {
    goMod: reader.folders.text(goMod.file, GO_MOD_MAX_BYTES),
    goSum: facts.goSum && reader.folders.text(goSum, GO_SUM_MAX_BYTES),
  };
  const today = judge(facts, module.release, module.releases);
  const same = { changes: [], isWorse: false, today, tidied: today };
  const bench = new Workbench(folder, (cwd, args) => tools.run(toolchain, cwd, args));
  try {
    bench.write({ goMod: before.goMod, goSum: before.goSum ?? '' });
    const { code, stderr } = await tidyToRest(bench);
    if (code !== 0) return { ...same, failure: explain(stderr, bench, module) };
    const after = bench.read();
    const changes = [
      { file: goMod.file, before: before.goMod, after: after.goMod },
      { file: goSum, before: before.goSum, after: after.goSum },
    ].filter((change) => (change.before ?? '') !== change.after);
    return changes.length > 0 ? { ...same, changes, ...worth(module, today, after) } : same;
  } finally {
    bench.remove();
  }
}

/** A run that drops requirements may leave the others in blocks that the next run takes apart; two runs were enough. */
const MAX_ROUNDS = 4;

/** Tidies until Go itself would change no more, so that what is written is tidy. */
async function tidyToRest(bench: Workbench): Promise<GoResult> {
  for (let round = 1; ; round++) {
    const before = bench.read();
    const result = await bench.tidy();
    const after = bench.read();
    const rests = before.goMod === after.goMod && before.goSum === after.goSum;
    if (result.code !== 0 || rests || round === MAX_ROUNDS) return result;
  }
}

/** Go names the copies: what it says of them is of the module's own files. */
function explain(stderr: string, bench: Workbench, { facts, release, folder }: OpenModule): GoFailure {
  const copies = new RegExp(`\\S*${basename(dirname(bench.modFile))}[/\\\\](go\\.(?:mod|sum))`, 'g');
  const own = stderr.replace(copies, (_, name: string) => under(facts.dir, name));
  const failure = explainGoFailure(own, folder);
  if (failure.kind !== 'other') return failure;
  return { ...failure, fix: `run go mod tidy in ${facts.dir} with Go ${release.go} and fix what it says` };
}

const RANKS: Readonly<Record<Verdict, number>> = { loads: 0, unknown: 1, fails: 2 };

/** Compares the tidied files with those that are there, by the same checks. */
function worth(
  { facts, release, releases }: OpenModule,
  today: Outcome,
  { goMod, goSum }: ModFiles,
): Pick<Tidied, 'losses' | 'isWorse' | 'tidied'> {
  const planned = {
    ...facts,
    goMod: parseGoMod(goMod, facts.goMod.file),
    goSum: parseGoSum(goSum, under(facts.dir, 'go.sum')),
  };
  const tidied = judge(planned, release, releases);
  const findings = newFindings(today, tidied);
  return {
    ...(findings.length > 0 && { losses: { ...tidied, findings } }),
    isWorse: RANKS[tidied.verdict] > RANKS[today.verdict],
    tidied,
  };
}

function newFindings(before: Outcome, after: Outcome): Finding[] {
  // Lines move: what is found, not where, makes it the same.
  const key = ({ id, severity, module, package: path, directive, actual }: Finding): string =>
    JSON.stringify([id, severity, module, path, directive, actual]);
  const known = new Set(before.findings.map(key));
  return after.findings.filter((finding) => finding.severity !== 'warning' && !known.has(key(finding)));
}
