/**
 * Whether a pattern of a comma-separated list (GOPRIVATE, GONOPROXY, GONOSUMDB) matches a module path or a `/`-bounded
 * prefix of it: MatchPrefixPatterns of golang.org/x/mod/module. A pattern that is not a glob matches nothing.
 */
export function matchesPrefix(patterns: string, modulePath: string): boolean {
  const elements = modulePath.split('/');
  return patterns.split(',').some((pattern) => {
    const glob = pattern.replace(/\/$/, '');
    const prefix = elements.slice(0, glob.split('/').length);
    return glob !== '' && (globRegExp(glob)?.test(prefix.join('/')) ?? false);
  });
}

/** A glob of Go's path.Match: `*` and `?` stop at `/`, `[a-z]` and `[^a-z]` are classes, `\` quotes. */
function globRegExp(glob: string): RegExp | undefined {
  const source = glob.replace(
    /\\(.)|\[(\^?)((?:\\.|[^\]\\])+)\]|[*?]|[$()+.[\]\\^{|}]/gs,
    (token, quoted, not, set) => {
      if (quoted !== undefined) return escapeRegExp(quoted);
      if (set !== undefined) return `(?!/)[${not}${set.replaceAll('[', '\\[')}]`;
      if (token === '*') return '[^/]*';
      // A class that is not closed, or a quote without a character.
      if (token === '[' || token === '\\') return '(?!)';
      return token === '?' ? '[^/]' : escapeRegExp(token);
    },
  );
  try {
    return new RegExp(`^${source}$`, 'u');
  } catch {
    return undefined;
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[$()*+.?[\]\\^{|}/]/g, '\\$&');
}
