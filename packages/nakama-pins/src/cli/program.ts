import { Command, CommanderError } from 'commander';
import { packageJson } from '../input/package-dir';
import { printable } from '../input/printable';
import { formatProblems, InputError } from '../input/problem';
import { fullDisk } from '../input/write-file';

/** In the order of the help. A run loads the code of its own command alone: that of all takes longer than most work. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  verify: async () => (await import('./verify')).verifyCommand(),
  pin: async () => (await import('./pin')).pinCommand(),
  get: async () => (await import('./get')).getCommand(),
  outdated: async () => (await import('./outdated')).outdatedCommand(),
  build: async () => (await import('./build')).buildCommand(),
  'check-artifact': async () => (await import('./check-artifact')).checkArtifactCommand(),
  'verify-load': async () => (await import('./verify-load')).verifyLoadCommand(),
  'verify-start': async () => (await import('./verify-start')).verifyStartCommand(),
  serve: async () => (await import('./serve')).serveCommand(),
  explain: async () => (await import('./explain')).explainCommand(),
  inspect: async () => (await import('./inspect')).inspectCommand(),
  releases: async () => (await import('./releases')).releasesCommand(),
  doctor: async () => (await import('./doctor')).doctorCommand(),
};

const VERSION_FLAGS: readonly (string | undefined)[] = ['-V', '--version'];

/** Runs the command that the arguments name, and sets the exit code. Never throws. */
export async function runProgram(argv: readonly string[]): Promise<void> {
  const program = new Command('nakama-pins')
    .description(
      'Will the Nakama server load this Go plugin, and if not, why? Without Go, from the committed files.',
    )
    .version(ownVersion())
    .exitOverride();
  try {
    for (const load of needed(argv[2])) program.addCommand(inheritExit(await load()));
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = exitCodeFor(error);
  }
}

/** The commands that a first argument asks for. Help and what is mistyped need them all. */
function needed(word: string | undefined): readonly (() => Promise<Command>)[] {
  if (VERSION_FLAGS.includes(word)) return [];
  const named = word !== undefined && Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
  return named ? [named] : Object.values(COMMANDS);
}

function ownVersion(): string {
  return packageJson<{ version: string }>('package.json').version;
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
  const known = error instanceof InputError ? error : fullDisk(error);
  const text = known ? formatProblems(known.problems) : unexpected(error);
  process.stderr.write(`${printable(text)}\n`);
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
