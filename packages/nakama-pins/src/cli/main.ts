#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { formatProblem, InputError } from '../input/problem';
import { buildCommand } from './build';
import { checkArtifactCommand } from './check-artifact';
import { doctorCommand } from './doctor';
import { inspectCommand } from './inspect';
import { pinCommand } from './pin';
import { releasesCommand } from './releases';
import { verifyCommand } from './verify';
import { verifyLoadCommand } from './verify-load';

async function main(argv: readonly string[]): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
    version: string;
  };
  const program = new Command('nakama-pins')
    .description(
      'Will the Nakama server load this Go plugin, and if not, why? Without Go, from the committed files.',
    )
    .version(version)
    .exitOverride();
  const commands = [
    verifyCommand(),
    pinCommand(),
    buildCommand(),
    checkArtifactCommand(),
    verifyLoadCommand(),
    inspectCommand(),
    releasesCommand(),
    doctorCommand(),
  ];
  for (const command of commands) {
    program.addCommand(inheritExit(command));
  }
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = exitCodeFor(error);
  }
}

/** Usage errors leave by an exception everywhere, so that they exit with 2. */
function inheritExit(command: Command): Command {
  command.exitOverride();
  command.commands.forEach(inheritExit);
  return command;
}

function exitCodeFor(error: unknown): number {
  // Help and version are printed by an exception with code 0, and commander has printed its own message.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_CANNOT_JUDGE;
  const text = error instanceof InputError ? error.problems.map(formatProblem).join('\n') : unexpected(error);
  process.stderr.write(`${text}\n`);
  return EXIT_CANNOT_JUDGE;
}

/** A fault of ours: the stack helps only who asks for it. */
function unexpected(error: unknown): string {
  const detail =
    error instanceof Error ? (process.env['NAKAMA_PINS_DEBUG'] ? error.stack : error.message) : String(error);
  return `nakama-pins failed: ${detail}\n  fix: run again with NAKAMA_PINS_DEBUG=1 and report it`;
}

/** Bad input or bad usage, as `endOf` has it for modules. */
const EXIT_CANNOT_JUDGE = 2;

/** A reader that has seen enough (`| head`) is no fault: the rest goes nowhere, and the exit code stays. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

for (const stream of [process.stdout, process.stderr]) stream.on('error', endQuietly);
void main(process.argv);
