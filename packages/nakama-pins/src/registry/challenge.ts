/** How a server says that it wants to know who asks (RFC 9110, 11.6.1). */
export interface Challenge {
  /** In small letters: `bearer`, `basic`. */
  readonly scheme: string;
  /** Names in small letters. */
  readonly parameters: ReadonlyMap<string, string>;
}

const SCHEME = /([A-Za-z][\w-]*)(?=\s+[A-Za-z][\w-]*\s*=|\s*(?:,|$))/y;
const PARAMETER = /\s*([A-Za-z][\w-]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/y;

/** The challenges in the headers `www-authenticate`; what can't be read ends the list. */
export function readChallenges(headers: readonly string[]): Challenge[] {
  return headers.flatMap(readHeader);
}

function readHeader(header: string): Challenge[] {
  const found: Challenge[] = [];
  let at = 0;
  const skip = (): void => {
    while (at < header.length && /[\s,]/.test(header.charAt(at))) at++;
  };
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const result = pattern.exec(header);
    if (result) at = pattern.lastIndex;
    return result;
  };
  for (skip(); at < header.length; skip()) {
    const scheme = match(SCHEME)?.[1];
    if (scheme === undefined) break;
    const parameters = new Map<string, string>();
    for (let next = match(PARAMETER); next; next = match(PARAMETER)) {
      const [, name = '', text, token] = next;
      parameters.set(name.toLowerCase(), text === undefined ? (token ?? '') : text.replace(/\\(.)/g, '$1'));
      skip();
    }
    found.push({ scheme: scheme.toLowerCase(), parameters });
  }
  return found;
}
