/**
 * A module path or version as addresses and file names have it: `!` and the small letter for each capital one,
 * so that they stay different on file systems that ignore case (https://go.dev/ref/mod#goproxy-protocol).
 */
export function escapeModule(pathOrVersion: string): string {
  return pathOrVersion.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}
