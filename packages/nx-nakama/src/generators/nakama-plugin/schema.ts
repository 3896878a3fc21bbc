/** Options of the `nakama-plugin` generator; `schema.json` says the same to Nx. */
export interface NakamaPluginGeneratorOptions {
  readonly name: string;
  /** Relative to the workspace root; `plugins/<name>` unless given. */
  readonly directory?: string;
  /** The module path of go.mod. */
  readonly module?: string;
  /** The workspace's unless given. */
  readonly release?: string;
  /** Comma-separated. */
  readonly tags?: string;
  readonly skipFormat?: boolean;
}
