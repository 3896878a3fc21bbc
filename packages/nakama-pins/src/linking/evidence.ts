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
  /** go.mod requires the module; `unknown`: of these packages it is not known whether they link it. */
  | { readonly kind: 'requirement'; readonly unknown?: UnknownImports };

/** Packages whose imports are not known, and the folder of the module that links them. */
export interface UnknownImports {
  readonly dir: string;
  /** In the order in which the packages are met; never empty. */
  readonly groups: readonly UnknownGroup[];
}

/** Packages, and why what they import is not known. */
export interface UnknownGroup {
  readonly packages: readonly string[];
  readonly why: WhyUnknown;
}

export type WhyUnknown =
  /** No list has it, and nothing else was asked. */
  | { readonly kind: 'not read' }
  /** No module that go.mod lists can hold it. */
  | { readonly kind: 'no module' }
  /** Without a hash in go.sum no source is believed. */
  | { readonly kind: 'no hash'; readonly module: string }
  /** `failure`: one sentence, with the address if one was asked. */
  | { readonly kind: 'not downloaded'; readonly failure: string }
  /** What the address serves is not the source that go.sum names. */
  | { readonly kind: 'other source'; readonly module: string; readonly url: string }
  /** The source was read, and the package is not in it. */
  | { readonly kind: 'not in its module'; readonly module: string };

/**
 * True if the plugin is known to link a package of the module that the server links too. A requirement alone decides
 * nothing: the plugin may use only packages of the module that the server lacks (golang.org/x/crypto/sha3).
 */
export function provesLinking({ kind }: LinkEvidence): boolean {
  return kind === 'imports' || kind === 'vendor';
}
