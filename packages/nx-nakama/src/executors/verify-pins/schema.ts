/** Options of the `verify-pins` executor; `schema.json` says the same to Nx. */
export interface VerifyPinsOptions {
  /** Overrides `nakama.json`: a version, `3.40`, `latest`. */
  readonly release?: string;
  /** What the verdict rests on; `declared` by default. */
  readonly proof?: 'declared' | 'compiled';
  /** Build tags in place of those of `nakama.json`. */
  readonly tags?: readonly string[];
  /** A plugin uses the module as a library: InitModule outside package main is none of its own. */
  readonly kind?: 'library';
  /** Folders (relative to the workspace root) of other plugins with this one's module path. */
  readonly samePath?: readonly string[];
  /** Folders of other plugins of the server that may bring another version of a package. */
  readonly rivals?: readonly string[];
  /** The version of nakama-pins and a hash of its catalog, for the hash of the task alone. */
  readonly catalog?: string;
}
