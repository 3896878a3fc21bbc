/** Options of the `serve` executor; `schema.json` says the same to Nx. */
export interface ServeOptions {
  /** Where the server comes from; `auto` by default. */
  readonly server?: 'auto' | 'binary' | 'module';
  /** A server's program, relative to the workspace root. */
  readonly binary?: string;
  /** What runs programs of another platform: a program and arguments. */
  readonly emulator?: string;
  /** The database; NAKAMA_DATABASE by default, else a Postgres whose data are thrown away. */
  readonly database?: string;
  /** Files of Nakama's configuration, relative to the workspace root. */
  readonly config?: readonly string[];
  /** What the server sees in its environment: `STRIPE_KEY=test`. */
  readonly env?: readonly string[];
  /** Seconds that a start may take; 60 by default. */
  readonly timeout?: number;
  /** Print the server's log as it is, in JSON. */
  readonly raw?: boolean;
  /** Overrides `nakama.json`: a version, `3.40`, `latest`. */
  readonly release?: string;
}
