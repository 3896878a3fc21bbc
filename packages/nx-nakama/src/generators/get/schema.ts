/** Options of the `get` generator; `schema.json` says the same to Nx. */
export interface GetGeneratorOptions {
  /** Names or folders of plugins and libraries, comma-separated. */
  readonly project: string;
  /** Modules or packages, with or without a version, comma-separated. */
  readonly module: string;
  /** Build tags in place of those of nakama.json, comma-separated. */
  readonly tags?: string;
}
