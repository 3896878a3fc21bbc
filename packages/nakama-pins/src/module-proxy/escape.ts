/**
 * A module path or version as it stands in addresses and file names: `!` and the small letter for each capital one,
 * so that file systems without case keep them apart (https://go.dev/ref/mod#goproxy-protocol).
 */
export function escapeModule(pathOrVersion: string): string {
  return pathOrVersion.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}
