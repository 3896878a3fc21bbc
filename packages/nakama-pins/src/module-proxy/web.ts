import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { streamFile } from '../input/read-disk';
import { DownloadError } from './download-error';
import { Network } from './network';
import { isCertificate, isSilence } from './network-faults';

/** What is being downloaded. */
export interface Download {
  /** Ends with a DownloadError if it breaks off. */
  readonly body: Readable;
  /** Bytes; undefined if the server does not say. */
  readonly size: number | undefined;
  /** Where it comes from, without credentials. */
  readonly url: string;
}

/** Reads `https:`, `http:` and `file:` addresses. */
export interface Web {
  /** @throws DownloadError; the signal's reason if it was aborted */
  open(url: string): Promise<Download>;
}

export interface WebOptions {
  /** HTTPS_PROXY, HTTP_PROXY and NO_PROXY are taken from it. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** So long is waited for a server that sends nothing. */
  readonly silenceMs?: number;
  /** So long may one download take. */
  readonly wholeMs?: number;
}

const SILENCE_MS = 60_000;
const WHOLE_MS = 60 * 60_000;

const OFFLINE_FIX = 'check the network, HTTPS_PROXY and GOPROXY, then run the command again';

/** Connects as `Network` says. */
export function createWeb(options: WebOptions): Web {
  const { env, signal, silenceMs = SILENCE_MS, wholeMs = WHOLE_MS } = options;
  const network = new Network(env, silenceMs);
  return {
    async open(url) {
      signal?.throwIfAborted();
      if (url.startsWith('file:')) return openFile(url, signal);
      const { address, headers } = withoutCredentials(url);
      const late = AbortSignal.timeout(wholeMs);
      const said = (error: unknown): unknown =>
        late.aborted && !signal?.aborted
          ? tooLong(address, `it was not done after ${inSeconds(wholeMs)}`, error)
          : asDownloadError(error, address, { signal, silenceMs });
      try {
        const ends = signal ? AbortSignal.any([signal, late]) : late;
        const response = await network.fetch(address, { headers, signal: ends });
        if (!response.ok) {
          await response.body?.cancel();
          throw refusal(response.status, response.statusText, address);
        }
        const length = response.headers.get('content-length');
        const size = length === null ? undefined : Number(length);
        const body = response.body ? Readable.fromWeb(response.body) : Readable.from([]);
        return { body: checked(body, size, address, said), size, url: address };
      } catch (error) {
        throw said(error);
      }
    },
  };
}

/**
 * Reads a small answer as a whole.
 *
 * @throws DownloadError also if it is larger than `maxBytes`
 */
export async function readAll(web: Web, url: string, maxBytes: number): Promise<Buffer> {
  return readBody(await web.open(url), maxBytes);
}

/** As `readAll`, of a download that is open. */
export function readBody(download: Download, maxBytes: number): Promise<Buffer> {
  return buffer(Readable.from(upTo(download, maxBytes)));
}

async function* upTo({ body, url }: Download, maxBytes: number): AsyncIterable<Buffer> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new DownloadError('damaged', `${url} answers with more than ${maxBytes} bytes`, 'check GOPROXY');
    }
    yield chunk;
  }
}

async function openFile(url: string, signal: AbortSignal | undefined): Promise<Download> {
  try {
    const path = fileURLToPath(url);
    const found = await stat(path);
    if (!found.isFile()) throw new Error('it is not a file');
    return { body: streamFile(path, { signal }), size: found.size, url };
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new DownloadError(
      isMissing ? 'not-found' : 'refused',
      isMissing ? `${url} does not exist` : `${url} can't be read: ${(error as Error).message}`,
      'put the file there, or set GOPROXY to another source',
      { cause: error },
    );
  }
}

/** A body that ends where its length says, or with an error. */
function checked(
  body: Readable,
  size: number | undefined,
  url: string,
  said: (error: unknown) => unknown,
): Readable {
  return Readable.from(
    (async function* () {
      let bytes = 0;
      try {
        for await (const chunk of body) {
          bytes += chunk.length;
          yield chunk;
        }
      } catch (error) {
        const known = said(error);
        throw known instanceof DownloadError && known.failure === 'offline'
          ? truncated(bytes, size, url, error)
          : known;
      }
      if (size !== undefined && bytes !== size) throw truncated(bytes, size, url);
    })(),
    { objectMode: false },
  );
}

function truncated(bytes: number, size: number | undefined, url: string, cause?: unknown): DownloadError {
  const of = size === undefined ? '' : ` of ${size}`;
  return new DownloadError('truncated', `${url} broke off after ${bytes}${of} bytes`, OFFLINE_FIX, { cause });
}

function refusal(status: number, text: string, url: string): DownloadError {
  const isMissing = status === 404 || status === 410;
  return new DownloadError(
    isMissing ? 'not-found' : 'refused',
    `${url} answers ${`${status} ${text}`.trim()}`,
    'set GOPROXY to a module proxy that serves it (https://go.dev/ref/mod#environment-variables)',
  );
}

function tooLong(url: string, why: string, cause: unknown): DownloadError {
  return new DownloadError('too-long', `${url}: ${why}`, OFFLINE_FIX, { cause });
}

function inSeconds(ms: number): string {
  return `${ms / 1000} s`;
}

function asDownloadError(
  error: unknown,
  url: string,
  { signal, silenceMs }: { readonly signal: AbortSignal | undefined; readonly silenceMs: number },
): unknown {
  if (signal?.aborted) return signal.reason;
  if (error instanceof DownloadError) return error;
  // The cause of fetch's "fetch failed" says what went wrong on the network.
  const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
  const why = cause?.code ?? (error as NodeJS.ErrnoException).code ?? cause?.message ?? message;
  if (isSilence(why)) return tooLong(url, `the server sent nothing for ${inSeconds(silenceMs)}`, error);
  const fix = isCertificate(why)
    ? 'name the certificate that your network uses: NODE_EXTRA_CA_CERTS=/path/to/ca.pem'
    : OFFLINE_FIX;
  return new DownloadError('offline', `${url} can't be reached: ${why}`, fix, { cause: error });
}

/** A user and password in an address go into a header, but never into a message. */
function withoutCredentials(url: string): { address: string; headers: Record<string, string> } {
  const parsed = new URL(url);
  // The length of a compressed answer would differ from the header's.
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (parsed.username || parsed.password) {
    const user = `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`;
    headers['authorization'] = `Basic ${Buffer.from(user).toString('base64')}`;
    parsed.username = parsed.password = '';
  }
  return { address: parsed.href, headers };
}
