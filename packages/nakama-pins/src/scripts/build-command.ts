import type { Position } from '../input/problem';
import { type GoCommand, goCommandsOf } from './go-commands';
import { type GoFlags, goFlagsOf } from './go-flags';
import type { Variables } from './variables';

/** A command that builds a plugin, or one that changes go.mod before it is built. */
export interface BuildCommand {
  readonly file: string;
  /** Of the word `go`. */
  readonly position: Position;
  /** `mod tidy` and `get` count where a Dockerfile runs them before the build. */
  readonly verb: 'build' | 'mod tidy' | 'get';
  readonly flags: GoFlags;
  /** What the command gets from its place: `ENV`, `env:`, `export`, itself. */
  readonly env: Variables;
  /** False if a variable among its flags has no known value. */
  readonly isWhole: boolean;
  /** `1.26.5`, if the program is `go1.26.5`. */
  readonly version?: string;
  /** Whether `go mod vendor` runs before it. */
  readonly hasVendored: boolean;
  /** Folders that it works in or builds, as written. */
  readonly folders: readonly string[];
}

/** Commands that run one after the other: a script, a stage of an image, a job. */
export interface Sequence {
  readonly file: string;
  readonly commands: readonly { readonly command: GoCommand; readonly position: () => Position }[];
  /** Whether it makes an image, which nobody's go.mod comes back from. */
  readonly isImage: boolean;
}

/** What commands leave to those that follow. */
export interface SequenceEnd {
  readonly hasVendored: boolean;
  /** Changes of go.mod that no build has followed yet. */
  readonly changes: readonly BuildCommand[];
}

export const NOTHING_BEFORE: SequenceEnd = { hasVendored: false, changes: [] };

/** The commands of a sequence that build a plugin or change what is built. */
export function readSequence(
  { file, commands, isImage }: Sequence,
  before: SequenceEnd = NOTHING_BEFORE,
): { readonly found: BuildCommand[]; readonly end: SequenceEnd } {
  const found: BuildCommand[] = [];
  let { hasVendored, changes } = before;
  for (const { command, position } of commands) {
    const { verb, args, env, version, folders } = command;
    if (verb === 'mod vendor') hasVendored = true;
    if (verb !== 'build' && !(isImage && (verb === 'mod tidy' || verb === 'get'))) continue;
    const reading = goFlagsOf(args, env.get('GOFLAGS'));
    const { flags } = reading;
    const isWhole = reading.isWhole && !(env.has('GOFLAGS') && env.get('GOFLAGS') === undefined);
    if (verb === 'build' && !buildsPlugin(flags, isWhole)) continue;
    const read: BuildCommand = {
      file,
      position: position(),
      verb,
      flags,
      env,
      isWhole,
      version,
      hasVendored,
      folders,
    };
    if (verb !== 'build') changes = [...changes, read];
    else {
      found.push(...changes, read);
      changes = [];
    }
  }
  return { found, end: { hasVendored, changes } };
}

/** By its mode; one with the name of a plugin and without a mode is meant as one. */
function buildsPlugin(flags: GoFlags, isWhole: boolean): boolean {
  const mode = flags.get('buildmode');
  return mode === undefined ? isWhole && /\.so$/.test(flags.get('o') ?? '') : mode === 'plugin';
}

/** Whether a script builds a plugin. */
export function runsPluginBuild(text: string): boolean {
  return goCommandsOf({ text }).some(({ verb, args }) => {
    const { flags, isWhole } = goFlagsOf(args);
    return verb === 'build' && buildsPlugin(flags, isWhole);
  });
}
