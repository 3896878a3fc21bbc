/** Options of the `tidy` executor; `schema.json` says the same to Nx. */
export interface TidyOptions {
  /** Write what tidying makes of go.mod and go.sum. */
  readonly fix?: boolean;
  /** Overrides `nakama.json`: a version, `3.40`, `latest`. */
  readonly release?: string;
}
