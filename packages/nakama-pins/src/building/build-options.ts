/** How plugins are built. */
export interface BuildOptions {
  /** GOOS/GOARCH; those of nakama.json by default. */
  readonly platforms?: readonly string[];
  /** Build tags of the plugin's own; those of nakama.json by default. The plugin is judged with them, too. */
  readonly tags?: readonly string[];
  /** For the linker; `-s -w`, no debug information, by default. */
  readonly ldflags?: string;
  /** Further flags of `go build`. */
  readonly flags?: readonly string[];
  /** Forces a C compiler: a program and arguments, as in CC, or `zig`. */
  readonly cc?: string;
}
