import { DownloadError } from './download-error';

/** One entry of GOPROXY. */
export interface ProxyEntry {
  /** `direct` is the module's own repository; `off` means no source at all. */
  readonly kind: 'url' | 'direct' | 'off';
  /** For `url`: the address without a final `/`. */
  readonly url: string;
  /** The entry is followed by `|`: any error leads to the next one, not only a 404 or 410. */
  readonly fallBackOnError: boolean;
}

const SYNTAX = 'write GOPROXY as addresses with "," or "|" between them, "direct" or "off"';

/**
 * Reads GOPROXY as cmd/go does (internal/modfetch/proxy.go, proxyList): nothing counts after `direct` and `off`, and
 * an entry that looks like a host gets `https://`.
 *
 * @throws DownloadError if an entry is not the address of a proxy, or there is none
 */
export function parseProxyList(goproxy: string): ProxyEntry[] {
  const entries: ProxyEntry[] = [];
  for (const [, text = '', separator] of goproxy.matchAll(/([^,|]*)([,|]|$)/g)) {
    const word = text.trim();
    if (word === '') continue;
    const fallBackOnError = separator === '|';
    if (word === 'direct' || word === 'off') {
      entries.push({ kind: word, url: '', fallBackOnError });
      break;
    }
    entries.push({ kind: 'url', url: proxyUrl(word), fallBackOnError });
  }
  if (entries.length === 0) {
    throw new DownloadError('disabled', 'GOPROXY is set but has no entry', SYNTAX);
  }
  return entries;
}

function proxyUrl(word: string): string {
  const isHost = /[.:/]/.test(word) && !word.includes(':/') && !/^(?:[/\\]|[A-Za-z]:)/.test(word);
  const text = isHost ? `https://${word}` : word;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['https:', 'http:', 'file:'].includes(url.protocol)) {
    throw new DownloadError(
      'disabled',
      `GOPROXY has an entry that is not the address of a proxy: ${word}`,
      SYNTAX,
    );
  }
  return text.replace(/\/+$/, '');
}

/**
 * Asks one proxy after the other: the next one after a 404 or 410, and after any error of one that `|` follows.
 *
 * @throws DownloadError the error that says most: that of a repository, else one that is not just "not found"
 */
export async function tryProxies<T>(
  entries: readonly ProxyEntry[],
  use: (entry: ProxyEntry) => Promise<T>,
): Promise<T> {
  let best: { readonly error: unknown; readonly rank: number } | undefined;
  for (const entry of entries) {
    try {
      return await use(entry);
    } catch (error) {
      const isNotFound = error instanceof DownloadError && error.failure === 'not-found';
      const rank = entry.kind === 'direct' ? 2 : isNotFound ? 0 : 1;
      if (!best || rank > best.rank) best = { error, rank };
      if (!isNotFound && !(entry.fallBackOnError && error instanceof DownloadError)) break;
    }
  }
  throw best?.error;
}
