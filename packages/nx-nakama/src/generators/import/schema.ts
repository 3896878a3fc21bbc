/** Options of the `import` generator; `schema.json` says the same to Nx. */
export interface ImportOptions {
  /** Comma-separated, relative to the workspace root; everywhere unless given. */
  readonly folders?: string;
  /** For a workspace without nakama.json. */
  readonly release?: string;
  /** Tags of the Nx projects, comma-separated. */
  readonly tags?: string;
  readonly skipFormat?: boolean;
  readonly skipPackageJson?: boolean;
}
