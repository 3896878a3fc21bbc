/** Options of the `nakama-server` generator; `schema.json` says the same to Nx. */
export interface NakamaServerGeneratorOptions {
  readonly name: string;
  /** Relative to the workspace root. */
  readonly directory?: string;
  /** Comma-separated; all plugins of its release by default. */
  readonly plugins?: string;
  /** The workspace's unless given. */
  readonly release?: string;
  /** Has it read a `.env`, which is not committed. */
  readonly envFile?: boolean;
  /** Adds the npm package with a Postgres. */
  readonly postgres?: boolean;
  readonly skipFormat?: boolean;
}
