/** Options of the `init` generator; `schema.json` says the same to Nx. */
export interface InitOptions {
  /** For a workspace without nakama.json; the newest release unless given. */
  readonly release?: string;
  /** Adds zig, the C compiler for computers without one for the server. */
  readonly zig?: boolean;
  readonly skipFormat?: boolean;
  readonly skipPackageJson?: boolean;
  readonly keepExistingVersions?: boolean;
}
