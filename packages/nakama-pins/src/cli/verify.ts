import { Command, Option } from 'commander';
import pc from 'picocolors';
import { renderModuleReport, renderSummary } from '../findings/render/text';
import type { FindingId } from '../findings/registry';
import { formatProblem } from '../input/problem';
import { verifyWorkspaceCompiled } from '../verify/compiled-workspace';
import { verifyWorkspace, type WorkspaceReport } from '../verify/verify-workspace';
import { EXIT_CANNOT_JUDGE, EXIT_FINDINGS } from './exit-codes';
import { givenFolders } from './given-folders';
import { Progress } from './progress';

interface VerifyOptions {
  readonly release?: string;
  readonly format: 'text' | 'json';
  readonly proof: 'declared' | 'compiled';
}

/** `nakama-pins verify [dir…]` */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('judge plugin modules: will the Nakama server load them?')
    .argument('[dir...]', 'folders to look in for plugin modules', ['.'])
    .option(
      '-r, --release <release>',
      'Nakama release to judge by, over every nakama.json: 3.40.0, 3.40, latest',
    )
    .addOption(new Option('-f, --format <format>', 'output').choices(['text', 'json']).default('text'))
    .addOption(
      new Option(
        '-p, --proof <proof>',
        "what the verdict rests on: the committed files (no Go), or fingerprints of the plugins as the release's exact Go compiles them",
      )
        .choices(['declared', 'compiled'])
        .default('declared'),
    )
    .addHelpText('after', '\nExit codes: 0 all load, 1 findings, 2 could not judge (bad input, bad usage)')
    .action(async (dirs: string[], options: VerifyOptions) => {
      process.exitCode = await verify(dirs, options);
    });
}

async function verify(dirs: readonly string[], { release, format, proof }: VerifyOptions): Promise<number> {
  const progress = new Progress('verifying');
  const options = {
    ...givenFolders(dirs),
    release,
    onProgress: (done: number, total: number) => progress.update(done, total),
  };
  const report =
    proof === 'compiled'
      ? await verifyWorkspaceCompiled({
          ...options,
          env: process.env,
          onGoLine: (line) => progress.log(line),
        })
      : verifyWorkspace(options);
  progress.stop();
  if (format === 'json') printJson(report, release);
  else printText(report, dirs);
  return exitCode(report);
}

function exitCode({ modules, problems }: WorkspaceReport): number {
  if (problems.length > 0 || modules.length === 0) return EXIT_CANNOT_JUDGE;
  if (modules.some((m) => m.findings.some((f) => f.id === 'unknown-release'))) return EXIT_CANNOT_JUDGE;
  return modules.every((m) => m.verdict === 'loads') ? 0 : EXIT_FINDINGS;
}

/** Findings that pin mends, unless a conflict stands against it. */
const PINNED: ReadonlySet<FindingId> = new Set<FindingId>([
  'direct-dependency',
  'go-sum',
  'go-version',
  'image-tag',
  'missing-pins',
  'nakama-common',
  'replace-hides-version',
  'transitive-dependency',
  'vendor-out-of-step',
]);

function printText({ modules, problems }: WorkspaceReport, dirs: readonly string[]): void {
  const lines = modules.map((m) => renderModuleReport(m, { color: pc.isColorSupported }));
  if (modules.length > 0) lines.push('', renderSummary(modules));
  if (modules.some((m) => m.findings.some((f) => PINNED.has(f.id)))) {
    lines.push(`to mend versions, hashes and tags at once: nakama-pins pin ${dirs.join(' ')}`);
  }
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
  if (problems.length > 0) {
    process.stderr.write(`${problems.map(formatProblem).join('\n')}\n`);
  } else if (modules.length === 0) {
    process.stderr.write(
      `no plugin module found in ${dirs.join(', ')}: none has a go.mod that names nakama-common and a package main with InitModule\n`,
    );
  }
}

function printJson({ modules, problems }: WorkspaceReport, release: string | undefined): void {
  const releases = [...new Set(modules.map((m) => m.release))];
  const report = {
    // One release for all, or none to name here.
    release: releases.length === 1 ? releases[0] : (release ?? null),
    modules,
    ...(problems.length > 0 && { problems }),
  };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
}
