/** What go build does not need, in the folder of a plugin or library: another README keeps the image's layers. */
const UNNEEDED = [
  '*.so',
  '*_test.go',
  'Dockerfile',
  'Dockerfile.dockerignore',
  'README.md',
  'nakama.json',
  'project.json',
];

/**
 * The ignore file beside a Dockerfile that is built from a folder above the plugin: it lets in the plugin and its libraries
 * alone.
 *
 * @param folders relative to the folder that it is built from
 */
export function dockerIgnoreOf(folders: readonly string[]): string {
  const lines = ['*', ...folders.map((folder) => `!${folder}`), ...UNNEEDED.map((name) => `**/${name}`)];
  return lines.map((line) => `${line}\n`).join('');
}

/** An ignore file that lets in named folders alone, with further ones; any other stays as it is. */
export function letIn(text: string, folders: readonly string[]): string {
  const lines = text.split('\n');
  const missing = folders.map((folder) => `!${folder}`).filter((line) => !lines.includes(line));
  const last = lines.findLastIndex((line) => line.startsWith('!'));
  if (lines[0] !== '*' || last < 0) return text;
  return [...lines.slice(0, last + 1), ...missing, ...lines.slice(last + 1)].join('\n');
}

/** Whether an ignore file in a plugin's folder is as the generator has written it. */
export function isGenerated(text: string): boolean {
  const known = new Set([...UNNEEDED, '**/*_test.go', '.dockerignore']);
  return text.split('\n').every((line) => line === '' || known.has(line));
}
