/** `require` lines as go mod tidy writes them: one alone, or a block; empty where there are none. */
export function requireBlock(
  modules: readonly { readonly path: string; readonly version: string }[],
  comment: string,
): string {
  const lines = modules.map(({ path, version }) => `${path} ${version}${comment}\n`);
  if (lines.length === 0) return '';
  return lines.length === 1
    ? `\nrequire ${lines[0]}`
    : `\nrequire (\n${lines.map((line) => `\t${line}`).join('')})\n`;
}
