/** Which server opens plugins, and for what. */
export interface LoadOptions {
  /** GOOS/GOARCH; those of nakama.json by default. */
  readonly platforms?: readonly string[];
  /**
   * `auto`, the default: the `binary` if one is named; else the image if Docker is running; otherwise the `module`, a
   * server built from Nakama's Go module.
   */
  readonly server?: 'auto' | 'binary' | 'docker' | 'module';
  /** A server's program, relative to the workspace root or absolute. */
  readonly binary?: string;
  /** An image with `/nakama/nakama`; the release's own by default. */
  readonly image?: string;
  /** A program and arguments that run programs of the server's platform: `qemu-aarch64 -L /usr/aarch64-linux-gnu`. */
  readonly emulator?: string;
  /** Seconds that one run of the server may take; 120 by default. */
  readonly timeout?: number;
}
