/** Half a surrogate pair, which no encoding of a report has, becomes U+FFFD. */
export function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
