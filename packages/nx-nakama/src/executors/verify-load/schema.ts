/** Options of the `verify-load` executor; `schema.json` says the same to Nx. */
export interface VerifyLoadOptions {
  /** Where the server comes from; `auto` by default. */
  readonly server?: 'auto' | 'binary' | 'docker' | 'module';
  /** A server's program, relative to the workspace root. */
  readonly binary?: string;
  /** An image with the server; the release's own by default. */
  readonly image?: string;
  /** What runs programs of another platform: a program and arguments. */
  readonly emulator?: string;
  /** Seconds that one run of the server may take; 120 by default. */
  readonly timeout?: number;
  /** GOOS/GOARCH; those of nakama.json by default. */
  readonly platforms?: readonly string[];
  /** Overrides `nakama.json`: a version, `3.40`, `latest`. */
  readonly release?: string;
  /** Together with the other plugins of the workspace that this one's server opens. */
  readonly together?: boolean;
  /** The version of nakama-pins and a hash of its catalog, for the hash of the task alone. */
  readonly catalog?: string;
}
