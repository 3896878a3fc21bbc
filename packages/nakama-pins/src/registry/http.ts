import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Network } from '../module-proxy/network';
import { isCertificate, isSilence } from '../module-proxy/network-faults';
import { ImageError, isOfDisk } from './image-error';
import { type ImageLimits, inBytes, inTime } from './limits';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: URL;
  /** Names in small letters. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Has to be read to its end, or given up by `discard`. */
  readonly body: Readable;
  /** Where the answer came from, after redirects. */
  readonly url: URL;
}

export interface HttpOptions {
  /** What messages call the image. */
  readonly name: string;
  readonly env: NodeJS.ProcessEnv;
  /** Hosts, with their ports, that may be asked without TLS. */
  readonly insecure: readonly string[];
  readonly limits: ImageLimits;
  /** Ends every request. */
  readonly signal: AbortSignal;
}

const MAX_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Connections that broke: another attempt may succeed. */
const BROKEN: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
]);

const NO_TLS = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|^EPROTO$/;

/** Sends requests to registries and to what they name. */
export class Http {
  private readonly network: Network;

  constructor(private readonly options: HttpOptions) {
    this.network = new Network(options.env);
  }

  /** The scheme of a host: `http` only for one that is named as insecure. */
  schemeOf(host: string): 'http' | 'https' {
    return this.options.insecure.includes(host) ? 'http' : 'https';
  }

  /**
   * Sends a request, follows redirects, and sends it again after 429, 5xx and connections that break, within the limits.
   * Credentials go only where the request itself goes: a redirect to another host does not get them.
   *
   * @returns the answer, whatever its status, except 429 and 5xx
   * @throws ImageError
   */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const { limits, signal } = this.options;
    for (let attempt = 1; ; attempt++) {
      const isLast = attempt >= limits.attempts;
      let answer: HttpAnswer;
      try {
        answer = await this.follow(request);
      } catch (error) {
        if (isLast || !isBroken(error)) throw this.explained(error, request.url);
        await this.pause(limits.backoffMs * 2 ** (attempt - 1));
        continue;
      }
      const { status, headers } = answer;
      if (status !== 429 && status < 500) return answer;
      discard(answer);
      const wait = waitOf(headers['retry-after'], limits.backoffMs * 2 ** (attempt - 1));
      if (isLast || wait > limits.retryAfterMs) throw this.refusal(answer, attempt, wait);
      await this.pause(wait);
      signal.throwIfAborted();
    }
  }

  /** Reads a small answer as a whole. @throws ImageError if it is larger than the limit, or breaks off */
  async read(answer: HttpAnswer, maxBytes: number, what: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    try {
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > maxBytes) {
          throw new ImageError('too-large', {
            file: this.options.name,
            message: `${what} is larger than ${inBytes(maxBytes)}`,
            fix: `check the name of the registry: ${answer.url.host} sends more than any image has`,
          });
        }
        chunks.push(chunk);
      }
    } catch (error) {
      throw this.explained(error, answer.url);
    }
    return Buffer.concat(chunks);
  }

  /** What a failed request or body means, in words. */
  explained(error: unknown, { host }: URL): unknown {
    const { name, limits, signal, insecure } = this.options;
    if (signal.aborted) return signal.reason;
    if (error instanceof ImageError || isOfDisk(error)) return error;
    const code = codeOf(error);
    if (isSilence(code)) {
      return new ImageError(
        'timeout',
        {
          file: name,
          message: `${host} sent nothing for ${inTime(limits.silenceMs)}`,
          fix: 'run the command again when the network or the registry is better',
        },
        { cause: error },
      );
    }
    const isPlain = NO_TLS.test(code);
    const fix = isCertificate(code)
      ? 'name the certificate of the registry: NODE_EXTRA_CA_CERTS=/path/to/ca.pem'
      : isPlain && !insecure.includes(host)
        ? `give the registry a certificate, or ask it without TLS: --insecure ${host}`
        : 'check the network, HTTPS_PROXY and the name of the registry, then run the command again';
    return new ImageError(
      'offline',
      {
        file: name,
        message: isPlain
          ? `${host} does not speak TLS`
          : `${host} can't be reached: ${code || String(error)}`,
        fix,
      },
      { cause: error },
    );
  }

  /** Waits, unless all ends. */
  async pause(ms: number): Promise<void> {
    const { signal } = this.options;
    await sleep(ms, undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
  }

  private async follow(request: HttpRequest): Promise<HttpAnswer> {
    let { url } = request;
    let { headers = {} } = request;
    for (let redirects = 0; ; redirects++) {
      this.refusePlain(url, request.url);
      const answer = await this.once({ ...request, url, headers });
      const location = answer.headers.location;
      // What is posted is for the one host alone: it holds a token.
      const isRedirect = REDIRECTS.has(answer.status) && location !== undefined && request.method !== 'POST';
      if (!isRedirect) return answer;
      discard(answer);
      if (redirects === MAX_REDIRECTS) {
        throw new ImageError('refused', {
          file: this.options.name,
          message: `${request.url.host} redirects more than ${MAX_REDIRECTS} times`,
          fix: 'check the name of the registry',
        });
      }
      const next = target(location, url);
      if (!next) {
        throw new ImageError('refused', {
          file: this.options.name,
          message: `${url.host} redirects to what is no address`,
          fix: 'check the name of the registry',
        });
      }
      if (next.origin !== url.origin) headers = withoutCredentials(headers);
      url = next;
    }
  }

  private async once({ method, url, headers, body }: HttpRequest): Promise<HttpAnswer> {
    const { limits, signal } = this.options;
    signal.throwIfAborted();
    const response = await this.network.request(url, {
      method,
      // The digest is that of the bytes as they are stored.
      headers: { 'user-agent': 'nakama-pins', 'accept-encoding': 'identity', ...headers },
      body,
      signal,
      headersTimeout: limits.silenceMs,
      bodyTimeout: limits.silenceMs,
    });
    return { status: response.statusCode, headers: response.headers, body: response.body, url };
  }

  private refusePlain({ protocol, host }: URL, from: URL): void {
    if (protocol === 'https:') return;
    if (protocol === 'http:' && this.options.insecure.includes(host)) return;
    throw new ImageError('refused', {
      file: this.options.name,
      message: `${from.host} leads to ${protocol}//${host}, which anyone on the way could change`,
      expected: 'https',
      fix: `use a registry with a certificate, or name the host as insecure: ${host}`,
    });
  }

  private refusal({ status, headers, url }: HttpAnswer, attempts: number, wait: number): ImageError {
    const after = headers['retry-after'] === undefined ? '' : ` and asks to wait ${inTime(wait)}`;
    const isLimit = status === 429;
    return new ImageError('refused', {
      file: this.options.name,
      message: isLimit
        ? `${url.host} takes no more requests for now (429)${after}`
        : `${url.host} answered ${status} ${attempts === 1 ? 'once' : `${attempts} times`}${after}`,
      fix: isLimit
        ? 'wait, or log in, which raises the limit of most registries: docker login'
        : 'run the command again when the registry works',
    });
  }
}

/** Gives the rest of an answer up. */
export function discard({ body }: HttpAnswer): void {
  // That it was given up is an error to the stream.
  body.on('error', () => undefined).destroy();
}

function codeOf(error: unknown): string {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  const found = code ?? cause?.code;
  return typeof found === 'string' ? found : '';
}

/** Whether a connection broke, so that another attempt may succeed. */
export function isBroken(error: unknown): boolean {
  return !(error instanceof ImageError) && BROKEN.has(codeOf(error));
}

function target(location: string, base: URL): URL | undefined {
  try {
    const url = new URL(location, base);
    url.username = url.password = '';
    return url;
  } catch {
    return undefined;
  }
}

function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'authorization'));
}

/** Retry-After in milliseconds: seconds, or a date (RFC 9110, 10.2.3). */
function waitOf(retryAfter: string | undefined, otherwise: number): number {
  if (retryAfter === undefined) return otherwise;
  if (/^\d+$/.test(retryAfter.trim())) return Number(retryAfter) * 1000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? otherwise : Math.max(0, date - Date.now());
}
