/** Where a requirement is to be set. */
export type RequireEdit =
  /** The line that sets another version. */
  | { readonly kind: 'line'; readonly file: string; readonly line: number }
  /** No line does. */
  | { readonly kind: 'add' }
  /** vendor/ is made from go.mod. */
  | { readonly kind: 'vendor' }
  /** The plugin is built already. */
  | { readonly kind: 'rebuild' };

/** @param requirement `go.uber.org/zap v1.28.0` */
export function requireFix(edit: RequireEdit, requirement: string): string {
  switch (edit.kind) {
    case 'line':
      return `write in ${edit.file}:${edit.line}: ${requirement}`;
    case 'add':
      return `add to go.mod: require ${requirement}`;
    case 'vendor':
      return `require ${requirement} in go.mod, then run: go mod vendor`;
    case 'rebuild':
      return `require ${requirement} in go.mod (npx nakama-pins pin does it), then build the plugin again`;
  }
}
