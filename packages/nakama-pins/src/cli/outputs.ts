import { InvalidArgumentError, Option } from 'commander';
import { type ReportFormat, REPORTS } from '../reporting/forms';

/** Where one form of the result goes. */
export interface Output {
  readonly format: 'text' | 'json' | ReportFormat;
  /** As typed; standard output if there is none. */
  readonly file?: string;
}

const FORMATS = ['text', 'json', ...Object.keys(REPORTS)] as readonly Output['format'][];

/** `--format`, for commands that write reports. Without it there is no value: `printRun` prints text then. */
export function outputsOption(): Option {
  return new Option(
    '-f, --format <format[=file]>',
    'text, json, sarif, junit, gitlab: on standard output, or in a file: sarif=nakama.sarif; github: annotations after the text. May be given again',
  ).argParser(added);
}

function added(word: string, before: readonly Output[] = []): readonly Output[] {
  const output = parsed(word);
  const all = [...before, output];
  const [one, other] = all.filter(({ file, format }, index) => {
    // Annotations are lines among those of the text.
    const isFirst = all.findIndex((same) => same.format === format && same.file === undefined) === index;
    return file === undefined && isFirst && !(format === 'text' && hasAnnotations(all));
  });
  if (one && other)
    throw new InvalidArgumentError(
      `${one.format} and ${other.format} would both go to standard output: give one a file, ${documentOf(one, other)}=<file>.`,
    );
  if (output.file !== undefined && before.some(({ file }) => file === output.file))
    throw new InvalidArgumentError(`The file ${JSON.stringify(output.file)} is named twice.`);
  return all;
}

function hasAnnotations(outputs: readonly Output[]): boolean {
  return outputs.some(({ format }) => format === 'github');
}

/** The later one that can have a file. */
function documentOf(one: Output, other: Output): string {
  return other.format === 'github' ? one.format : other.format;
}

function parsed(word: string): Output {
  const at = word.indexOf('=');
  const name = at === -1 ? word : word.slice(0, at);
  const format = FORMATS.find((known) => known === name);
  if (!format)
    throw new InvalidArgumentError(
      `${JSON.stringify(name)} is no format (expected one of ${FORMATS.join(', ')}; for several, give --format again).`,
    );
  if (at === -1) return { format };
  if (format === 'github')
    throw new InvalidArgumentError(
      'GitHub reads annotations from standard output: write github, without a file.',
    );
  const file = word.slice(at + 1);
  if (file === '')
    throw new InvalidArgumentError(
      `No file is named after ${format}= (expected one like ${format}=nakama.${format}).`,
    );
  return { format, file };
}

/** What standard output has, besides annotations. */
export function shownFormat(outputs: readonly Output[]): Output['format'] {
  return outputs.find(({ file, format }) => file === undefined && format !== 'github')?.format ?? 'text';
}
