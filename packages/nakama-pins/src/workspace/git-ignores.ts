import { join, posix } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { orUndefined } from '../input/problem';
import { readTextFile } from '../input/read-text';
import { folderAndAncestors, type Folders, under } from './folders';

const GITIGNORE_MAX_BYTES = 1024 * 1024;

/** The rules of one .gitignore file; they apply to what is below its folder. */
export interface IgnoreRules {
  /** Relative to the root. */
  readonly dir: string;
  readonly matcher: Ignore;
  /** False if no rule can name a .go file by itself; one may still name its folder. */
  readonly mayNameGoFiles: boolean;
}

/** The .gitignore files of a tree: each applies to what is below its folder, and the nearest one decides. */
export class GitIgnores {
  private readonly rules: readonly IgnoreRules[];

  /**
   * @param root absolute
   * @param files the .gitignore files, relative to the root; a file that can't be read ignores nothing
   */
  constructor(root: string, files: readonly string[]) {
    const nearestLast = [...new Set(files)].sort((a, b) => depth(a) - depth(b));
    this.rules = nearestLast.flatMap((file) => ignoreRules(root, file) ?? []);
  }

  /** @param file relative to the root */
  ignores(file: string): boolean {
    return isIgnored(file, this.rules);
  }
}

/** The rules that apply in each folder of a workspace: those of its .gitignore and of the ones above. Each is read once. */
export class FolderRules {
  private readonly rules = new Map<string, readonly IgnoreRules[]>();

  constructor(private readonly folders: Folders) {}

  /** The nearest last. */
  of(dir: string): readonly IgnoreRules[] {
    let rules = this.rules.get(dir);
    if (!rules) {
      const [, parent] = folderAndAncestors(dir);
      const above = parent === undefined ? [] : this.of(parent);
      const own = this.folders.has(dir, '.gitignore')
        ? ignoreRules(this.folders.root, under(dir, '.gitignore'))
        : undefined;
      rules = own ? [...above, own] : above;
      this.rules.set(dir, rules);
    }
    return rules;
  }
}

/** The rules of a .gitignore file; undefined if it has none, or can't be read. */
function ignoreRules(root: string, file: string): IgnoreRules | undefined {
  const text = readOrEmpty(join(root, file));
  if (text === '') return undefined;
  // A rule names a .go file by its ending, or by a pattern that may have any.
  const mayNameGoFiles = text.split('\n').some((line) => /^[^#\s]*(?:\.go|[*?\]])\s*$/.test(line));
  return { dir: posix.dirname(file), matcher: matcherOf(text), mayNameGoFiles };
}

/** No path is longer (PATH_MAX of Linux). */
const LONGEST_RULE = 4096;

/** git passes over a rule that can't match anything; the library makes a regular expression of it, and may stop there. */
function matcherOf(text: string): Ignore {
  const rules = text.split(/\r?\n/).filter((rule) => rule.length <= LONGEST_RULE);
  const all = ignore().add(rules);
  return isUsable(all) ? all : ignore().add(rules.filter((rule) => isUsable(ignore().add(rule))));
}

function isUsable(matcher: Ignore): boolean {
  try {
    matcher.test('file');
    return true;
  } catch {
    return false;
  }
}

/**
 * @param path relative to the root; a folder's ends in `/`
 * @param rules the nearest last
 */
export function isIgnored(path: string, rules: readonly IgnoreRules[]): boolean {
  return rules.reduce((ignored, { dir, matcher }) => {
    const relative = dir === '.' ? path : path.startsWith(`${dir}/`) ? path.slice(dir.length + 1) : '';
    if (relative === '') return ignored;
    const result = matcher.test(relative);
    return result.ignored || (ignored && !result.unignored);
  }, false);
}

function depth(file: string): number {
  return file.split('/').length;
}

/** A .gitignore that is no file, too large or not UTF-8 ignores nothing. */
function readOrEmpty(path: string): string {
  return orUndefined(() => readTextFile(path, path, { maxBytes: GITIGNORE_MAX_BYTES })) ?? '';
}
