/** The module that a package was compiled from. */
export interface CompiledModule {
  readonly path: string;
  /** The *required* version, also if a replace puts other code in its place; none for the plugin's own module. */
  readonly version?: string;
  /** A folder if it has no version. */
  readonly replace?: { readonly path: string; readonly version?: string };
}

/** A package that the plugin links. */
export interface CompiledPackage {
  /** 8 bytes in hex. */
  readonly fingerprint: string;
  /** Import paths, sorted as go lists them. */
  readonly imports: readonly string[];
  readonly standard: boolean;
  /** Undefined for the standard library. */
  readonly module?: CompiledModule;
}
