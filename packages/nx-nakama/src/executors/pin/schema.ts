/** Options of the `pin` executor; `schema.json` says the same to Nx. */
export interface PinOptions {
  /** Overrides `nakama.json`: a version, `3.40`, `latest`. */
  readonly release?: string;
  /** Build tags in place of those of `nakama.json`. */
  readonly tags?: readonly string[];
  /** A plugin uses the module as a library: InitModule outside package main is none of its own. */
  readonly kind?: 'library';
  /** Write nothing; print what would change as a unified diff. */
  readonly dryRun?: boolean;
  /** Write nothing; fail if anything would change. */
  readonly check?: boolean;
  /** Take an older version of a direct dependency if the pins hold only with it. */
  readonly allowDowngrade?: boolean;
  /** Change files outside the workspace, too, to which a `replace` or a link leads. */
  readonly allowOutside?: boolean;
}
