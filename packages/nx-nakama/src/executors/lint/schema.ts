/** Options of the `lint` executor; `schema.json` says the same to Nx. */
export interface LintOptions {
  /** Program of golangci-lint: a name on PATH, or a path from the workspace root. False leaves it out. */
  readonly golangciLint?: string | boolean;
  /** Import paths or patterns, from the module's folder; `./...` by default. */
  readonly packages?: readonly string[];
  /** Build tags in place of those of `nakama.json`. */
  readonly tags?: readonly string[];
  /** Overrides `nakama.json`: a version, `3.40`, `latest`. */
  readonly release?: string;
  /** The version of nakama-pins and a hash of its catalog, for the hash of the task alone. */
  readonly catalog?: string;
}
