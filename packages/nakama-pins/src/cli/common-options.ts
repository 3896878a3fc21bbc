import { type Command, InvalidArgumentError, Option } from 'commander';

/** Options that every command on modules has. */
export interface CommonOptions {
  readonly release?: string;
  readonly format: 'text' | 'json';
}

/** Adds `--release` and `--format`, and what the exit codes mean. */
export function withCommonOptions(command: Command, success: string): Command {
  return command
    .option('-r, --release <release>', 'Nakama release, overrides nakama.json: 3.40.0, 3.40, latest')
    .addOption(formatOption())
    .addHelpText(
      'after',
      `\nExit codes: 0 ${success}; 1 at least one does not, or it is unknown; 2 something could not be judged (bad input, bad usage, no release named, nothing found)`,
    );
}

export function formatOption(): Option {
  return new Option('-f, --format <format>', 'output').choices(['text', 'json']).default('text');
}

/** The words of an option that takes a list: `linux/amd64,linux/arm64`. */
export const commaSeparated = (text: string): string[] => text.split(',').filter((word) => word !== '');

/** An empty list would build and open nothing, and call that a success: an unset variable in CI is one. */
export function platformList(text: string): string[] {
  const platforms = commaSeparated(text);
  if (platforms.length > 0) return platforms;
  throw new InvalidArgumentError('No platform is named (expected one like linux/amd64).');
}
