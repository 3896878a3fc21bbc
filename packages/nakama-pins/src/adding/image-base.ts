/** What a value of os-release may be in the name of an image. */
const WORD = /^[a-z0-9][a-z0-9._-]*$/;

/**
 * The base image that an os-release speaks of (os-release(5)): `debian:bookworm-slim`, `ubuntu:24.04`. Which variant of
 * Debian's it was, no file says; the server's images are slim.
 */
export function baseOfOsRelease(text: string): string | undefined {
  const { ID: id, VERSION_CODENAME: codeName, VERSION_ID: version } = valuesIn(text);
  const isWord = (value: string | undefined): value is string => value !== undefined && WORD.test(value);
  if (!isWord(id)) return undefined;
  if (id === 'debian' && isWord(codeName)) return `debian:${codeName}-slim`;
  return isWord(version) ? `${id}:${version}` : undefined;
}

/** Lines such as `ID=debian` and `VERSION_ID="12"`. */
function valuesIn(text: string): Partial<Record<string, string>> {
  const lines = [...text.matchAll(/^([A-Z_]+)=(["']?)([^"'\n]*)\2[ \t\r]*$/gm)];
  return Object.fromEntries(lines.map(([, key, , value]) => [key, value]));
}
