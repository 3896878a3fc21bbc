import type { Position } from '../input/problem';
import type { BuildCommand } from '../scripts/build-command';

/** A folder or file that a COPY takes from the context. */
export interface CopySource {
  /** Relative to the context, `.` for all of it; may have wildcards. */
  readonly path: string;
  /** As it is written, and where. */
  readonly written: string;
  readonly position: Position;
}

/** A COPY or ADD. */
export interface Copy {
  /** Empty if it takes from elsewhere: another stage or image, the web, a here-document. */
  readonly sources: readonly CopySource[];
  /** Of the instruction. */
  readonly line: number;
  /** Absolute in the image. */
  readonly target: string;
  /** Whether it ends with a slash. */
  readonly isFolder: boolean;
}

/** A run of go in a stage that builds a plugin. */
export interface ImageRun {
  readonly verb: 'build' | 'mod download' | 'mod vendor';
  /** Of the word `go`. */
  readonly position: Position;
  /** Of its RUN. */
  readonly line: number;
  /** Folders of the image that it may work on. */
  readonly folders: readonly string[];
  /** How many copies of its stage stand before it. */
  readonly copies: number;
}

/** A folder that a Dockerfile is built from, as a compose file says. */
export interface BuildContext {
  /** Relative to the workspace root. */
  readonly dir: string;
  readonly file: string;
  readonly position: Position;
}

/**
 * A plugin build of a Dockerfile whose stage holds what its copies bring, and no more: one that runs what may bring other
 * files is none.
 */
export interface ImageBuild {
  readonly command: BuildCommand;
  /** The line of its stage's FROM. */
  readonly from: number;
  /** Of go, in order; the last is the build. */
  readonly runs: readonly ImageRun[];
  /** Of its stage and those that it builds on. */
  readonly copies: readonly Copy[];
  /** Of all stages. */
  readonly allCopies: readonly Copy[];
  /** The text of each line that a source of a copy stands in. */
  readonly lines: ReadonlyMap<number, string>;
  /** Those that compose files name. */
  readonly contexts: readonly BuildContext[];
}

/**
 * Where a stage begins that says no WORKDIR: its image knows. Deep, so that no `..` of a replace leads out of it.
 */
export const UNKNOWN_FOLDER = '/?/?/?/?/?/?/?/?/?/?/?/?';
