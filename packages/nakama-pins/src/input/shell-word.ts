/**
 * A path as one word of a shell, for commands that are pasted: of sh, PowerShell and cmd. Names that a shell would act on are
 * in single quotes, which cmd does not know.
 */
export function shellWord(path: string): string {
  if (/^[\w./@%+=:,-]+$/.test(path)) return path;
  return /[$`"\\!]/.test(path) ? `'${path.replaceAll("'", "'\\''")}'` : `"${path}"`;
}
