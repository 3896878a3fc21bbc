/** The evidence that the plugin links a package that the server links too, strongest first. */
export type LinkEvidence =
  /** An import of the plugin's own source leads to it. */
  | {
      readonly kind: 'imports';
      readonly file: string;
      readonly line: number;
      /** From the plugin's own import to the shared package, both included. */
      readonly chain: readonly string[];
    }
  /** vendor/modules.txt lists the package. */
  | { readonly kind: 'vendor'; readonly file: string; readonly package: string }
  /** go.sum has the hash of the module's source. */
  | { readonly kind: 'go.sum'; readonly unknown?: UnknownImports }
  /** go.mod requires the module; `unknown`: of this package it is not known whether it links it. */
  | { readonly kind: 'requirement'; readonly unknown?: UnknownImports };

/** A package whose imports are not known, and the folder of the module that links it. */
export interface UnknownImports {
  readonly package: string;
  readonly dir: string;
}

/**
 * True if the plugin is known to link a package of the module that the server links too. A requirement alone decides
 * nothing: the plugin may use only packages of the module that the server lacks (golang.org/x/crypto/sha3).
 */
export function provesLinking({ kind }: LinkEvidence): boolean {
  return kind === 'imports' || kind === 'vendor';
}
