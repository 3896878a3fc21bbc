import { applyEdits, findNodeAtLocation, modify, parseTree } from 'jsonc-parser';

/**
 * The text of a nakama.json with the values set; everything else stays byte for byte. A new `$schema` goes first,
 * another new key after it.
 *
 * @param text of a JSON object
 * @example
 * editNakamaJson('{ "release": "3.39.0" }', { release: '3.40.0' }); // '{ "release": "3.40.0" }'
 */
export function editNakamaJson(
  text: string,
  values: { readonly release?: string; readonly $schema?: string },
): string {
  return Object.entries(values).reduce((edited, [key, value]) => setKey(edited, key, value), text);
}

function setKey(text: string, key: string, value: string): string {
  const root = parseTree(text);
  // Setting the same value would still rewrite it.
  if (root && findNodeAtLocation(root, [key])?.value === value) return text;
  const edits = modify(text, [key], value, {
    formattingOptions: formatOf(text),
    getInsertionIndex: (keys) => (key === '$schema' ? 0 : keys.indexOf('$schema') + 1),
  });
  return applyEdits(text, edits);
}

/** The format of the file: that of its first indented line and its line breaks. */
function formatOf(text: string): { insertSpaces: boolean; tabSize: number; eol: string } {
  const indent = /\n([ \t]+)/.exec(text)?.[1] ?? '  ';
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return { insertSpaces: !indent.includes('\t'), tabSize: indent.length, eol };
}
