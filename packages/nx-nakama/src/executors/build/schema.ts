/** Options of the `build` executor; `schema.json` says the same to Nx. */
export interface BuildOptions {
  /** Relative to the workspace root; a folder for each platform is in it. */
  readonly outputDir?: string;
  /** GOOS/GOARCH; those of nakama.json by default. */
  readonly platforms?: readonly string[];
  /** Overrides `nakama.json`: a version, `3.40`, `latest`. */
  readonly release?: string;
  /** Build tags in place of those of `nakama.json`. */
  readonly tags?: readonly string[];
  /** For the linker; `-s -w` by default. */
  readonly ldflags?: string;
  /** Further flags of `go build`. */
  readonly flags?: readonly string[];
  /** Folders (relative to the workspace root) of other plugins of the server that may bring another version of a package. */
  readonly rivals?: readonly string[];
  /** Forces a C compiler: a program and arguments, as in CC, or `zig`. */
  readonly cc?: string;
  /** The version of nakama-pins and a hash of its catalog, for the hash of the task alone. */
  readonly catalog?: string;
}
