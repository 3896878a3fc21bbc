import { basename, dirname } from 'node:path';
import type { Finding, ModuleReport, Verdict } from '../findings/finding';
import { GO_MOD_MAX_BYTES, parseGoMod } from '../go-module/go-mod';
import { GO_SUM_MAX_BYTES, parseGoSum } from '../go-module/go-sum-file';
import { InputError } from '../input/problem';
import { writeFiles } from '../input/write-file';
import { Workbench, type ModFiles } from '../edits/workbench';
import type { FileChange } from '../edits/file-change';
import { downloadsOnly } from '../toolchain/downloads';
import { runGo, type GoResult } from '../toolchain/go-command';
import { explainGoFailure, type GoFailure } from '../toolchain/go-failure';
import { judge } from '../verify/judge';
import { Folders, under } from '../workspace/folders';
import type { GoModule } from '../verify/open-module';
import type { TidyOutcome } from './tidier';
import type { GoTargetOptions, ReadyGo } from './go-target';

type Tidied = Pick<TidyOutcome, 'changes' | 'failure' | 'losses' | 'isWorse'>;

/**
 * Tidies copies of go.mod and go.sum: `go mod tidy -diff` came with Go 1.23 only, and a diff does not tell which pins
 * are lost.
 *
 * @throws the signal's reason where it was aborted
 */
export async function tidyModule(
  module: GoModule,
  toolchain: ReadyGo,
  { signal, onLine }: GoTargetOptions,
): Promise<Tidied> {
  const { facts, reader, folder } = module;
  const { goMod } = facts;
  const goSum = under(facts.dir, 'go.sum');
  const before = {
    goMod: reader.folders.text(goMod.file, GO_MOD_MAX_BYTES),
    goSum: facts.goSum && reader.folders.text(goSum, GO_SUM_MAX_BYTES),
  };
  const onStderrLine = downloadsOnly(onLine);
  const bench = new Workbench(folder, (cwd, args) =>
    runGo({ ...toolchain, args, cwd, signal, onStderrLine }),
  );
  try {
    bench.write({ goMod: before.goMod, goSum: before.goSum ?? '' });
    const { code, stderr } = await tidyToRest(bench);
    if (code !== 0) return { changes: [], failure: explain(stderr, bench, module), isWorse: false };
    const after = bench.read();
    const changes = [
      { file: goMod.file, before: before.goMod, after: after.goMod },
      { file: goSum, before: before.goSum, after: after.goSum },
    ].filter((change) => (change.before ?? '') !== change.after);
    return { changes, ...(changes.length > 0 ? worth(module, after) : { isWorse: false }) };
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
function explain(stderr: string, bench: Workbench, { facts, release, folder }: GoModule): GoFailure {
  const copies = new RegExp(`\\S*${basename(dirname(bench.modFile))}[/\\\\](go\\.(?:mod|sum))`, 'g');
  const own = stderr.replace(copies, (_, name: string) => under(facts.dir, name));
  const failure = explainGoFailure(own, folder);
  if (failure.kind !== 'other') return failure;
  return { ...failure, fix: `run go mod tidy in ${facts.dir} with Go ${release.go} and mend what it says` };
}

const RANKS: Readonly<Record<Verdict, number>> = { loads: 0, unknown: 1, fails: 2 };

/** What the tidied files are worth beside those that are there, judged by the same checks. */
function worth(
  { facts, release, releases }: GoModule,
  { goMod, goSum }: ModFiles,
): Pick<Tidied, 'losses' | 'isWorse'> {
  const before = judge(facts, release, releases);
  const tidied = {
    ...facts,
    goMod: parseGoMod(goMod, facts.goMod.file),
    goSum: parseGoSum(goSum, under(facts.dir, 'go.sum')),
  };
  const after = judge(tidied, release, releases);
  const findings = newFindings(before, after);
  return {
    ...(findings.length > 0 && { losses: { ...after, findings } }),
    isWorse: RANKS[after.verdict] > RANKS[before.verdict],
  };
}

function newFindings(before: ModuleReport, after: ModuleReport): Finding[] {
  // Lines move: what is found, not where, makes it the same.
  const key = ({ id, severity, subject, actual }: Finding): string =>
    JSON.stringify([id, severity, subject, actual]);
  const known = new Set(before.findings.map(key));
  return after.findings.filter((finding) => finding.severity !== 'warning' && !known.has(key(finding)));
}

/**
 * Writes what tidying made, each file whole, unless one changed since it was read.
 *
 * @throws InputError where one did, or can't be written
 */
export function writeTidied(changes: readonly FileChange[], { reader, facts }: GoModule): void {
  const now = new Folders(reader.folders.root);
  const overtaken = changes.filter(({ file, before }) => {
    const exists = now.has(facts.dir, basename(file));
    return (exists ? now.text(file, GO_SUM_MAX_BYTES) : undefined) !== before;
  });
  if (overtaken.length > 0) {
    const message = 'the file changed while it was tidied: nothing is written';
    throw new InputError(overtaken.map(({ file }) => ({ file, message, fix: 'run tidy again' })));
  }
  writeFiles(
    changes.map(({ file, after = '' }) => ({
      absPath: reader.folders.absolute(file),
      displayPath: file,
      text: after,
    })),
  );
}
