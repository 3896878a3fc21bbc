import type { Place } from '../define-finding';
import { goIn, goModEdit, pinCommand, steps } from './go-command';

/** Where a requirement is to be set. */
export type RequireEdit =
  /** The file that sets another version. */
  | { readonly kind: 'line'; readonly file: string; readonly isUnsummed: boolean }
  /** No file does. `isUnsummed`: go.sum lacks the hashes of the version. */
  | { readonly kind: 'add'; readonly isUnsummed: boolean }
  /** vendor/ is made from go.mod. */
  | { readonly kind: 'vendor'; readonly isUnsummed: boolean }
  /** The plugin is built already. */
  | { readonly kind: 'rebuild' };

/** @param version of the module */
export function requireFix(edit: RequireEdit, module: string, version: string, { dir }: Place): string {
  const require = `-require=${module}@${version}`;
  switch (edit.kind) {
    case 'line':
      return steps(goModEdit(edit.file, require), edit.isUnsummed && download(dir, module, version));
    case 'add':
      return steps(goModEdit(goModIn(dir), require), edit.isUnsummed && download(dir, module, version));
    case 'vendor':
      return steps(
        goModEdit(goModIn(dir), require),
        edit.isUnsummed && download(dir, module, version),
        goIn(dir, 'mod vendor'),
      );
    case 'rebuild':
      return `require ${module} ${version} in go.mod (${pinCommand('.')} does it), then build the plugin again`;
  }
}

/** The published module in place of what a replace puts there. */
export interface DroppedReplace {
  /** As go.mod has it: `go.uber.org/zap`, `go.uber.org/zap@v1.27.0`. */
  readonly old: string;
  readonly isVendored: boolean;
  /** go.sum lacks the hashes of the published version. */
  readonly isUnsummed: boolean;
}

/** @param version that go.mod requires afterwards; undefined if it does already */
export function dropFix(
  { old, isVendored, isUnsummed }: DroppedReplace,
  {
    module,
    version,
    isRequired,
  }: { readonly module: string; readonly version: string; readonly isRequired: boolean },
  { dir }: Place,
): string {
  const edits = [`-dropreplace=${old}`, ...(isRequired ? [] : [`-require=${module}@${version}`])];
  return steps(
    goModEdit(goModIn(dir), ...edits),
    isUnsummed && download(dir, module, version),
    isVendored && goIn(dir, 'mod vendor'),
  );
}

/** Writes the hashes into go.sum. */
function download(dir: string, module: string, version: string): string {
  return goIn(dir, `mod download ${module}@${version}`);
}

function goModIn(dir: string): string {
  return dir === '.' ? 'go.mod' : `${dir}/go.mod`;
}
