/**
 * A release as it was typed: Nx hands `3.40` of a command line to a generator as the number 3.4, which is another release.
 *
 * @param argv the words of the command line
 */
export function typedRelease<T extends string | undefined>(
  release: T | number,
  argv: readonly string[] = process.argv,
): T | string {
  if (typeof release !== 'number') return release;
  const words = argv.map((word) => word.slice(word.indexOf('=') + 1));
  return words.find((word) => /^\d+\.\d+$/.test(word) && Number(word) === release) ?? String(release);
}
