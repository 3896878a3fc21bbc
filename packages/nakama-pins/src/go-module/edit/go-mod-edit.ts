import { parseGoMod } from '../go-mod';
import { parseModSyntax } from '../mod-syntax';
import type { ModuleVersion } from '../module-files';
import { type Entry, readEntries } from './entries';
import { planLines } from './layout';
import { editLines } from './lines';

/** One change to a go.mod file. Versions are canonical (`v1.2.3`). */
export type GoModEdit =
  /** Sets the go line, or adds one below the module line. */
  | { readonly kind: 'set-go'; readonly version: string }
  | { readonly kind: 'drop-toolchain' }
  /** Sets the version wherever the module is required, or adds a requirement; only a new requirement uses `indirect`. */
  | {
      readonly kind: 'set-require';
      readonly path: string;
      readonly version: string;
      readonly indirect?: boolean;
    }
  | { readonly kind: 'drop-require'; readonly path: string }
  | { readonly kind: 'add-exclude'; readonly path: string; readonly version: string }
  | { readonly kind: 'drop-exclude'; readonly path: string; readonly version: string }
  /** Takes the place of other replacements of `old`; without a version, of those of every version. */
  | { readonly kind: 'add-replace'; readonly old: ModuleVersion; readonly new: ModuleVersion }
  /** Drops the replacement of exactly this version or, if none is given, the one without a version. */
  | { readonly kind: 'drop-replace'; readonly path: string; readonly version?: string };

/**
 * The text of a go.mod file after the edits, which are made one after the other. Everything else stays byte for byte:
 * comments, order, empty lines, line breaks. The comment lines directly above a dropped line go with it (but for a replace:
 * they often say what was decided, and why), and so do the parentheses of a block whose last line is dropped. A new line is written as `go mod edit` writes it, into the last
 * block of its kind, and in order if that block is sorted.
 *
 * @param file what messages call it
 * @throws InputError as `parseGoMod`
 */
export function applyGoModEdits(text: string, file: string, edits: readonly GoModEdit[]): string {
  parseGoMod(text, file);
  const syntax = parseModSyntax(text, file);
  const before = readEntries(syntax);
  return editLines(text, planLines(syntax, before, edits.reduce(applyEdit, before as readonly Entry[])));
}

/** The entries after an edit; those that it does not change stay the same objects. */
function applyEdit(entries: readonly Entry[], edit: GoModEdit): readonly Entry[] {
  switch (edit.kind) {
    case 'set-go':
      return setGo(entries, edit.version);
    case 'drop-toolchain':
      return entries.filter((entry) => entry.keyword !== 'toolchain');
    case 'set-require':
      return setRequire(entries, edit.path, edit.version, edit.indirect ?? false);
    case 'drop-require':
      return entries.filter((entry) => !(entry.keyword === 'require' && entry.path === edit.path));
    case 'add-exclude': {
      const { path, version } = edit;
      const stands = entries.some((entry) => isExclude(entry, path, version));
      return stands ? entries : [...entries, { keyword: 'exclude', path, version }];
    }
    case 'drop-exclude':
      return entries.filter((entry) => !isExclude(entry, edit.path, edit.version));
    case 'add-replace':
      return addReplace(entries, edit.old, edit.new);
    case 'drop-replace':
      return entries.filter((entry) => !(entry.keyword === 'replace' && isSame(entry.old, edit)));
  }
}

function setGo(entries: readonly Entry[], version: string): readonly Entry[] {
  if (!entries.some((entry) => entry.keyword === 'go')) return [...entries, { keyword: 'go', version }];
  return entries.map((entry) =>
    entry.keyword === 'go' && entry.version !== version ? { ...entry, version } : entry,
  );
}

function setRequire(
  entries: readonly Entry[],
  path: string,
  version: string,
  indirect: boolean,
): readonly Entry[] {
  const isRequired = (entry: Entry) => entry.keyword === 'require' && entry.path === path;
  if (!entries.some(isRequired)) return [...entries, { keyword: 'require', path, version, indirect }];
  return entries.map((entry) =>
    entry.keyword === 'require' && entry.path === path && entry.version !== version
      ? { ...entry, version }
      : entry,
  );
}

function isExclude(entry: Entry, path: string, version: string): boolean {
  return entry.keyword === 'exclude' && entry.path === path && entry.version === version;
}

/** By modfile's rule: the first replacement that fits takes the new value, the others go. */
function addReplace(entries: readonly Entry[], old: ModuleVersion, target: ModuleVersion): readonly Entry[] {
  const fitting = entries.filter(
    (entry) =>
      entry.keyword === 'replace' && entry.old.path === old.path && (!old.version || isSame(entry.old, old)),
  );
  const [first] = fitting;
  if (!first) return [...entries, { keyword: 'replace', old, new: target }];
  return entries.flatMap((entry): Entry[] => {
    if (!fitting.includes(entry)) return [entry];
    if (entry !== first || entry.keyword !== 'replace') return [];
    const isAlready = isSame(entry.old, old) && isSame(entry.new, target);
    return [isAlready ? entry : { ...entry, old, new: target }];
  });
}

function isSame(a: ModuleVersion, b: ModuleVersion): boolean {
  return a.path === b.path && (a.version ?? '') === (b.version ?? '');
}
