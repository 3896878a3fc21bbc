import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A server for Nx's remote cache on loopback. */
export interface CacheServer {
  readonly url: string;
  readonly token: string;
  /** Hash -> the tar of a task, as it was uploaded. */
  readonly entries: ReadonlyMap<string, Buffer>;
  /** Every request since the last call: `GET 200`, `GET 404`, `PUT 200`. */
  takeAnswers(): readonly string[];
  stop(): Promise<void>;
}

/**
 * Starts a server by the OpenAPI of Nx (https://nx.dev/docs/kb/self-hosted-caching), which holds all in memory. Those that
 * others have written are programs or images to download; neither npm nor the Go module proxy has one.
 */
export async function startCacheServer(): Promise<CacheServer> {
  const token = 'read-and-write';
  const entries = new Map<string, Buffer>();
  let answers: string[] = [];

  async function answer(request: IncomingMessage): Promise<{ status: number; body?: Buffer }> {
    const hash = /^\/v1\/cache\/([^/]+)$/.exec(request.url ?? '')?.[1];
    if (request.headers.authorization !== `Bearer ${token}`) return { status: 401 };
    if (hash === undefined) return { status: 404 };
    if (request.method === 'GET') {
      const body = entries.get(hash);
      return body ? { status: 200, body } : { status: 404 };
    }
    if (request.method !== 'PUT') return { status: 405 };
    const uploaded = await buffer(request);
    // A result is never replaced by another.
    if (entries.has(hash)) return { status: 409 };
    entries.set(hash, uploaded);
    return { status: 200 };
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body } = await answer(request);
    answers.push(`${request.method} ${status}`);
    response.writeHead(status, { 'content-type': 'application/octet-stream' }).end(body);
  }

  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    entries,
    takeAnswers: () => {
      const taken = answers.sort();
      answers = [];
      return taken;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
