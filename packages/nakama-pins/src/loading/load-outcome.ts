import type { Outcome } from '../findings/outcome';
import type { Platform } from '../releases/release-model';
import type { ProgramResult } from '../toolchain/run-program';

/** A real Nakama server that can be run here. */
export interface LoadServer {
  /** `bin/nakama`, `heroiclabs/nakama:3.40.0`, `Nakama 3.40.0, built from its Go module`. */
  readonly name: string;
  readonly platform: Platform;
  /** Absolute path of its program; undefined where it lies in an image. */
  readonly program?: string;
  /** Runs `nakama check --runtime.path` on a folder, which it sees under another path where it runs in a container. */
  check(folder: string): Promise<ProgramResult>;
}

/** Which server opens the plugins. */
export interface ServerChoice {
  /**
   * `auto`, unless given: the `binary` where one is named, else the image where a Docker engine answers, else the
   * `module`.
   */
  readonly server?: 'auto' | 'binary' | 'docker' | 'module';
  /** A server's program, relative to the workspace root or absolute. */
  readonly binary?: string;
  /** An image with `/nakama/nakama`; the release's own unless given. */
  readonly image?: string;
  /** A program and arguments that run programs of the server's platform: `qemu-aarch64 -L /usr/aarch64-linux-gnu`. */
  readonly emulator?: string;
}

/** A plugin that the server opened. */
export interface OpenedPlugin {
  readonly platform: Platform;
  /** Relative to the workspace root. */
  readonly file: string;
  /** The server's name. */
  readonly server: string;
}

/** What opening the plugins of one module came to. */
export interface LoadOutcome extends Outcome {
  readonly opened: readonly OpenedPlugin[];
}
