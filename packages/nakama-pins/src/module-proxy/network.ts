import { createServer, type Server } from 'node:net';
import type * as Undici from 'undici';
import type { Dispatcher, Response } from 'undici';

// The only module that opens connections, and the ports of others for an instant.

export interface Fetched {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export type NetworkRequest = Omit<NonNullable<Parameters<Dispatcher['request']>[0]>, 'origin' | 'path'>;

/**
 * Connections through the proxies that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name.
 * A company's own certificates come from NODE_EXTRA_CA_CERTS, which Node reads when it starts.
 */
export class Network {
  private agent: Dispatcher | undefined;

  /** @param silenceMs so long is waited for a server that sends nothing; 300 s by default */
  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly silenceMs?: number,
  ) {}

  /** As fetch: redirects are followed. */
  async fetch(address: string, { headers, signal }: Fetched): Promise<Response> {
    const undici = await load();
    return undici.fetch(address, { dispatcher: await this.dispatcher(), headers, signal });
  }

  /** One request, redirects not followed. */
  async request(url: URL, request: NetworkRequest): Promise<Dispatcher.ResponseData<unknown>> {
    const undici = await load();
    return undici.request(url, { ...request, dispatcher: await this.dispatcher() });
  }

  private async dispatcher(): Promise<Dispatcher> {
    if (this.agent) return this.agent;
    const { EnvHttpProxyAgent } = await load();
    const { env, silenceMs } = this;
    this.agent = new EnvHttpProxyAgent({
      httpProxy: variable(env, 'http_proxy'),
      httpsProxy: variable(env, 'https_proxy'),
      noProxy: variable(env, 'no_proxy'),
      ...(silenceMs !== undefined && { headersTimeout: silenceMs, bodyTimeout: silenceMs }),
    });
    return this.agent;
  }
}

/** Whether a program of this computer answers, and well; no proxy is asked. */
export async function answersWell(address: string): Promise<boolean> {
  try {
    const { ok } = await fetch(address, { signal: AbortSignal.timeout(2_000) });
    return ok;
  } catch {
    return false;
  }
}

/** When it is first needed, because most commands never use the network. */
function load(): Promise<typeof Undici> {
  return import('undici');
}

/** Variables in small letters win, as in curl and Go. process.env, which undici would use by itself, does not count. */
function variable(env: NodeJS.ProcessEnv, name: string): string {
  return env[name] || env[name.toUpperCase()] || '';
}

const HOST = '127.0.0.1';
const TRIES = 50;

/**
 * Finds ports that are free now: one, with others at fixed distances from it, for programs that count from one port to the
 * next.
 *
 * @param distances `[0, -1]`: the port that is returned and the one before
 * @param preferred taken if it is free; else the system gives one
 * @throws an error if there are none
 */
export async function freePort(distances: readonly number[] = [0], preferred = 0): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const held: Server[] = [];
    try {
      const port = await hold(tries === 0 ? preferred : 0, held);
      for (const distance of distances) if (distance !== 0) await hold(port + distance, held);
      return port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    } finally {
      await Promise.all(held.map((server) => new Promise((closed) => server.close(closed))));
    }
  }
  throw new Error(`no free ports on ${HOST}`);
}

async function hold(port: number, held: Server[]): Promise<number> {
  const server = createServer();
  await new Promise<void>((settle, fail) => {
    server.once('error', fail);
    server.listen(port, HOST, settle);
  });
  held.push(server);
  return (server.address() as { port: number }).port;
}
