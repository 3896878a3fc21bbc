import { ProblemList } from '../../input/problem';
import { GO_MOD, isIndirect } from '../go-mod';
import {
  type Directive,
  readDirectives,
  readGo,
  readModuleVersion,
  readReplace,
  readToolchain,
} from '../mod-directives';
import type { ModToken } from '../mod-lexer';
import type { ModSyntax } from '../mod-syntax';
import type { ModuleVersion } from '../module-files';
import { autoQuote } from './quote';

/** The value of a directive that can be edited. */
export type EntryValue =
  | { readonly keyword: 'go'; readonly version: string }
  | { readonly keyword: 'toolchain'; readonly name: string }
  | {
      readonly keyword: 'require';
      readonly path: string;
      readonly version: string;
      readonly indirect: boolean;
    }
  | { readonly keyword: 'exclude'; readonly path: string; readonly version: string }
  | { readonly keyword: 'replace'; readonly old: ModuleVersion; readonly new: ModuleVersion };

/** A directive that can be edited, and its place in the file; a new one has none. */
export type Entry = EntryValue & { readonly place?: Directive };
export type PlacedEntry = EntryValue & { readonly place: Directive };

/** The editable directives of a valid go.mod file, in its order. */
export function readEntries(syntax: ModSyntax): PlacedEntry[] {
  const entries: PlacedEntry[] = [];
  readDirectives(syntax, GO_MOD, new ProblemList(), (directive) => {
    const value = readValue(directive);
    if (value) entries.push({ ...value, place: directive });
  });
  return entries;
}

function readValue(directive: Directive): EntryValue | undefined {
  const [first, second] = directive.args as [ModToken, ModToken];
  switch (directive.keyword) {
    case 'go':
      return { keyword: 'go', version: readGo(directive).version };
    case 'toolchain':
      return { keyword: 'toolchain', name: readToolchain(directive).name };
    case 'require': {
      const indirect = isIndirect(directive.line);
      return { keyword: 'require', ...readModuleVersion(first, second), indirect };
    }
    case 'exclude':
      return { keyword: 'exclude', ...readModuleVersion(first, second) };
    case 'replace': {
      const { old, new: replacement } = readReplace(directive);
      return { keyword: 'replace', old, new: replacement };
    }
    default:
      return undefined;
  }
}

/** The text after the keyword, as go.mod writes it. */
export function tokensOf(value: EntryValue): string[] {
  switch (value.keyword) {
    case 'go':
      return [value.version];
    case 'toolchain':
      return [value.name];
    case 'replace':
      return [...moduleTokens(value.old), '=>', ...moduleTokens(value.new)];
    case 'require':
    case 'exclude':
      return moduleTokens(value);
  }
}

function moduleTokens({ path, version }: ModuleVersion): string[] {
  return version ? [autoQuote(path), version] : [autoQuote(path)];
}
