import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The .gitignore files of a tree: each applies to what is below its folder, and the nearest one decides. */
export class GitIgnores {
  private readonly rules: readonly { readonly dir: string; readonly matcher: Ignore }[];

  /**
   * @param root absolute
   * @param files the .gitignore files, relative to the root; a file that can't be read ignores nothing
   */
  constructor(root: string, files: readonly string[]) {
    const nearestLast = [...new Set(files)].sort((a, b) => depth(a) - depth(b));
    this.rules = nearestLast.flatMap((file) => {
      const text = readOrEmpty(join(root, file));
      return text === '' ? [] : [{ dir: posix.dirname(file), matcher: ignore().add(text) }];
    });
  }

  /** @param file relative to the root */
  ignores(file: string): boolean {
    return this.rules.reduce((ignored, { dir, matcher }) => {
      const relative = posix.relative(dir, file);
      if (relative === '' || relative.startsWith('..')) return ignored;
      const result = matcher.test(relative);
      return result.ignored || (ignored && !result.unignored);
    }, false);
  }
}

function depth(file: string): number {
  return file.split('/').length;
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
