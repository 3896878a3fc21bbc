/** A module at the version that go.mod requires. */
export interface PinnedModule {
  readonly path: string;
  readonly version: string;
}

/** The order of go.mod's lines. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : 1;
}
