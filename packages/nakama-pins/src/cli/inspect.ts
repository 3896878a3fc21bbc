import * as path from 'node:path';
import { Command, Option } from 'commander';
import { ArtifactError } from '../artifact/artifact-error';
import { readArtifact } from '../artifact/read-artifact';
import { readGoHeader } from '../go-module/go-header';
import { readGoMod } from '../go-module/go-mod';
import { goJsonText, goModJson, goWorkJson } from '../go-module/go-mod-json';
import { readGoSum } from '../go-module/go-sum-file';
import { readGoWork } from '../go-module/go-work';
import { readVendorModules } from '../go-module/vendor-modules';
import { InputError } from '../input/problem';
import { artifactJson, artifactText } from './inspect-artifact';
import { goHeaderText, goModText, goSumText, goWorkText, vendorModulesText } from './inspect-text';
import { jsonOutput } from './json-output';

interface InspectOptions {
  readonly format: 'text' | 'json';
}

/** What a file holds, in both forms. */
interface Inspection {
  readonly json: object;
  readonly text: string;
  /** The JSON is that of a go command, so nothing is put around it. */
  readonly isOfGo?: boolean;
}

interface FileKind {
  readonly matches: RegExp;
  readonly inspect: (absPath: string, displayPath: string) => Inspection;
}

/** By base name, first match first. */
const FILE_KINDS: readonly FileKind[] = [
  {
    matches: /\.mod$/,
    inspect: (absPath, displayPath) => {
      const goMod = readGoMod(absPath, displayPath);
      return { json: goModJson(goMod), text: goModText(goMod), isOfGo: true };
    },
  },
  {
    matches: /\.work$/,
    inspect: (absPath, displayPath) => {
      const goWork = readGoWork(absPath, displayPath);
      return { json: goWorkJson(goWork), text: goWorkText(goWork), isOfGo: true };
    },
  },
  {
    matches: /\.sum$/,
    inspect: (absPath, displayPath) => {
      const goSum = readGoSum(absPath, displayPath);
      return { json: { lines: goSum.lines }, text: goSumText(goSum) };
    },
  },
  {
    matches: /^modules\.txt$/,
    inspect: (absPath, displayPath) => {
      const { workspace, modules } = readVendorModules(absPath, displayPath);
      return { json: { workspace, modules }, text: vendorModulesText(modules) };
    },
  },
  {
    matches: /\.go$/,
    inspect: (absPath, displayPath) => {
      const header = readGoHeader(absPath, displayPath);
      return { json: header, text: goHeaderText(header) };
    },
  },
];

/** A built file may have any name: its first bytes tell what it is. */
function inspectArtifact(absPath: string, displayPath: string): Inspection {
  try {
    const artifact = readArtifact(absPath, displayPath);
    return { json: artifactJson(artifact), text: artifactText(artifact) };
  } catch (error) {
    if (!(error instanceof ArtifactError) || displayPath.endsWith('.so')) throw error;
    const { message } = error.problem;
    throw new InputError([
      {
        file: displayPath,
        message: `inspect does not know this kind of file, neither by its name nor by its first bytes (${message})`,
        expected: 'go.mod, *.mod, go.work, go.sum, modules.txt, *.go, a .so or a program',
      },
    ]);
  }
}

/**
 * `nakama-pins inspect <file>`: what a Go module file, a plugin or a server's program says, as our readers understand
 * it. The JSON of go.mod is that of `go mod edit -json`, the JSON of go.work that of `go work edit -json`.
 * Its action throws InputError for a bad file, and for one of no known kind.
 */
export function inspectCommand(
  write: (text: string) => void = (text) => process.stdout.write(text),
): Command {
  return new Command('inspect')
    .description(
      'show what go.mod, go.work, go.sum, vendor/modules.txt, the header of a .go file, a plugin (.so) or a server says',
    )
    .argument('<file>', 'the file; its name says what it is, or its first bytes if it was built')
    .addOption(new Option('--format <format>', 'output').choices(['text', 'json']).default('text'))
    .action((file: string, { format }: InspectOptions) => {
      const { json, text, isOfGo } = inspectFile(file);
      if (format === 'text') write(text);
      else write(isOfGo ? goJsonText(json) : jsonOutput('inspect', json));
    });
}

function inspectFile(file: string): Inspection {
  const displayPath = path.sep === '/' ? file : file.replaceAll(path.sep, '/');
  const kind = FILE_KINDS.find(({ matches }) => matches.test(path.basename(file)));
  return (kind?.inspect ?? inspectArtifact)(path.resolve(file), displayPath);
}
