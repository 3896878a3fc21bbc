import { Command } from 'commander';
import pc from 'picocolors';
import { InputError } from '../input/problem';
import { diagnose, type DiagnosisRow } from '../toolchain/diagnose';
import { ModuleOpener } from '../verify/open-module';
import { formatOption } from './common-options';
import { givenFolders } from './given-folders';
import { jsonOutput } from './json-output';

interface DoctorOptions {
  readonly release?: string;
  readonly format: 'text' | 'json';
}

/** `nakama-pins doctor [dir]` */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('say what builds for the release would use on this computer, and what is missing')
    .argument('[dir]', 'a folder of the workspace; its nakama.json counts', '.')
    .option('-r, --release <release>', 'Nakama release to build for, overrides nakama.json')
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing is missing; 1 something is missing; 2 bad input or bad usage',
    )
    .action(async (dir: string, options: DoctorOptions) => {
      process.exitCode = await doctor(dir, options);
    });
}

async function doctor(folder: string, { release: override, format }: DoctorOptions): Promise<number> {
  const { root, dirs } = givenFolders([folder]);
  const [dir = '.'] = dirs;
  const opener = new ModuleOpener(root, override);
  const release = opener.namedRelease(dir);
  if (!release) {
    throw new InputError([
      {
        file: dir,
        message: 'no Nakama release is named to build for',
        fix: 'write nakama.json: { "release": "3.40.0" }, or give --release 3.40.0',
      },
    ]);
  }
  const platforms = opener.newReader().settingsOf(dir).platforms.value;
  const rows = await diagnose({
    root,
    release,
    platforms,
    env: process.env,
    onLine: (line) => process.stderr.write(`${line}\n`),
  });
  const summary = { release: release.version, go: release.go, platforms, rows };
  process.stdout.write(format === 'json' ? jsonOutput('doctor', summary) : text(summary));
  return rows.some(({ status }) => status === 'missing') ? 1 : 0;
}

const MARKS = { ok: pc.green('✔'), note: pc.yellow('!'), missing: pc.red('✘') };

interface Summary {
  readonly release: string;
  readonly go: string;
  readonly platforms: readonly string[];
  readonly rows: readonly DiagnosisRow[];
}

function text({ release, go, platforms, rows }: Summary): string {
  const width = Math.max(...rows.map(({ subject }) => subject.length));
  const lines = rows.flatMap(({ subject, status, found, fix }) => [
    `${MARKS[status]} ${subject.padEnd(width)}  ${found}`,
    ...(fix === undefined ? [] : [`  ${' '.repeat(width)}  ${pc.cyan('fix:')} ${fix}`]),
  ]);
  return [`Nakama ${release}: Go ${go}, ${platforms.join(', ')}`, ...lines, ''].join('\n');
}
