/**
 * The words of a command as the go command reads CC: separated by blanks, in single or double quotes if a word
 * contains blanks, without escapes (cmd/internal/quoted, Split). Undefined if a quote is not closed.
 */
export function splitQuoted(command: string): string[] | undefined {
  const words: string[] = [];
  const pattern = /[ \t\r\n]*(?:"([^"]*)"|'([^']*)'|([^ \t\r\n"'][^ \t\r\n]*))/y;
  const text = command.replace(/[ \t\r\n]+$/, '');
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match) return undefined;
    words.push(match[1] ?? match[2] ?? match[3] ?? '');
  }
  return words;
}
