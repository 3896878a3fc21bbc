/** Options of the `release` generator; `schema.json` says the same to Nx. */
export interface ReleaseGeneratorOptions {
  /** `3.40.0`, `3.40`, `latest`. */
  readonly release: string;
  /** Names or folders, comma-separated; all that have no release of their own unless given. */
  readonly projects?: string;
  readonly skipFormat?: boolean;
}
