/** Options of the `init` generator; `schema.json` says the same to Nx. */
export interface InitOptions {
  /** For a workspace without nakama.json; the newest release unless given. */
  readonly release?: string;
  readonly skipFormat?: boolean;
  readonly skipPackageJson?: boolean;
  readonly keepExistingVersions?: boolean;
}
