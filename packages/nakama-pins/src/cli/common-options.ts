import { type Command, InvalidArgumentError, Option } from 'commander';
import { isBuildTag } from '../go-module/build-constraint';
import { type Output, outputsOption } from './outputs';

/** Options that every command on modules has. */
export interface CommonOptions {
  readonly release?: string;
  readonly format: 'text' | 'json';
}

/** `--tags`, for commands that compile a plugin, or judge what compiling would make of it. */
export function tagsOption(): Option {
  return new Option('--tags <tags>', 'build tags: nakama,debug; overrides nakama.json').argParser(buildTags);
}

/** `--allow-outside`, for commands that write. */
export function outsideOption(): Option {
  return new Option(
    '--allow-outside',
    'change files outside the workspace, too, to which a replace or a link leads',
  );
}

/** The separators that Go takes (https://pkg.go.dev/cmd/go#hdr-Compile_packages_and_dependencies). */
function buildTags(text: string): string[] {
  const tags = text.split(/[ ,]+/).filter((tag) => tag !== '');
  const bad = tags.find((tag) => !isBuildTag(tag));
  if (bad === undefined) return tags;
  throw new InvalidArgumentError(
    `${JSON.stringify(bad)} is no build tag: letters, digits, _ and . are allowed.`,
  );
}

/** Options of commands that write reports. */
export interface ReportOptions extends Omit<CommonOptions, 'format'> {
  readonly format?: readonly Output[];
}

/** Adds `--release` and `--format` with reports, and what the exit codes mean. */
export function withReportOptions(command: Command, success: string): Command {
  return withCommonOptions(command, success, outputsOption());
}

/** Adds `--release` and `--format`, and what the exit codes mean. */
export function withCommonOptions(command: Command, success: string, format = formatOption()): Command {
  return command
    .option('-r, --release <release>', 'Nakama release, overrides nakama.json: 3.40.0, 3.40, latest')
    .addOption(format)
    .addHelpText(
      'after',
      `\nExit codes: 0 ${success}; 1 at least one does not, or it is unknown; 2 something could not be judged (bad input, bad usage, no release named, nothing found)`,
    );
}

/** @param flags of another form where `-f` is taken */
export function formatOption(flags = '-f, --format <format>'): Option {
  return new Option(flags, 'output').choices(['text', 'json']).default('text');
}

/** The words of an option that takes a list: `linux/amd64,linux/arm64`. */
export const commaSeparated = (text: string): string[] => text.split(',').filter((word) => word !== '');

/** An empty list would build and open nothing, and call that a success: an unset variable in CI is one. */
export function platformList(text: string): string[] {
  const platforms = commaSeparated(text);
  if (platforms.length > 0) return platforms;
  throw new InvalidArgumentError('No platform is named (expected one like linux/amd64).');
}
