import type { Outcome } from '../findings/outcome';
import type { Platform } from '../releases/release-model';
import type { ProgramResult } from '../toolchain/run-program';
import type { LoadOptions } from './load-options';

/** A real Nakama server that can be run here. */
export interface LoadServer {
  /** `bin/nakama`, `heroiclabs/nakama:3.40.0`, `Nakama 3.40.0, built from its Go module`. */
  readonly name: string;
  readonly platform: Platform;
  /** Absolute path of its program; undefined if it is in an image. */
  readonly program?: string;
  /** What comes before the program: an emulator with its arguments; empty if it needs none. */
  readonly command?: readonly string[];
  /** Runs `nakama check --runtime.path` on a folder, which it sees under another path if it runs in a container. */
  check(folder: string): Promise<ProgramResult>;
}

/** Which server opens the plugins. */
export type ServerChoice = Omit<LoadOptions, 'platforms'>;

/** The outcome of opening the plugins of one module. */
export interface LoadOutcome extends Outcome {
  /** The plugins that the server opened. */
  readonly opened: readonly {
    /** GOOS/GOARCH. */
    readonly platform: string;
    /** Relative to the workspace root. */
    readonly file: string;
    /** The server's name. */
    readonly server: string;
  }[];
}

/** A plugin that the server opened. */
export type OpenedPlugin = LoadOutcome['opened'][number];
