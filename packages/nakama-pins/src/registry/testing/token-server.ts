import { createSign, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { run } from './real-registry';

/** What the token server was asked. */
export interface TokenRequest {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
}

export interface TokenServer {
  readonly realm: string;
  /** The section `auth` for the registry. */
  readonly auth: object;
  readonly asked: TokenRequest[];
  readonly server: Server;
}

const SERVICE = 'test-registry';
const ISSUER = 'test-issuer';

/**
 * A token server (https://distribution.github.io/distribution/spec/auth/jwt/) that lets in who has a login.
 *
 * @param isKnown decides by what a request carries
 */
export async function startTokenServer(
  folder: string,
  isKnown: (request: TokenRequest) => boolean,
): Promise<TokenServer> {
  const key = join(folder, 'token.key');
  const certificate = join(folder, 'token.crt');
  const subject = ['-subj', '/CN=token', '-days', '2', '-keyout', key, '-out', certificate];
  run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject], folder);
  const asked: TokenRequest[] = [];
  const server = createServer((message, response) => {
    void (async () => {
      const request = await toRequest(message);
      asked.push(request);
      if (!isKnown(request)) response.writeHead(401).end();
      else response.end(JSON.stringify({ token: signed(request, key, certificate), expires_in: 60 }));
    })();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const realm = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  const auth = { token: { realm, service: SERVICE, issuer: ISSUER, rootcertbundle: certificate } };
  return { realm, auth, asked, server };
}

async function toRequest(message: IncomingMessage): Promise<TokenRequest> {
  const isForm = message.method === 'POST';
  const query = isForm
    ? new URLSearchParams(await text(message))
    : new URL(message.url ?? '', 'http://x').searchParams;
  return { method: message.method ?? '', query, authorization: message.headers.authorization };
}

function signed({ query }: TokenRequest, key: string, certificate: string): string {
  const [type = '', name = '', actions = ''] = (query.get('scope') ?? '').split(':');
  const now = Math.floor(Date.now() / 1000);
  const der = readFileSync(certificate, 'utf8').replace(/-----[^-]+-----|\s/g, '');
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    iss: ISSUER,
    sub: 'ada',
    aud: SERVICE,
    exp: now + 60,
    nbf: now - 60,
    iat: now,
    jti: randomUUID(),
    access: [{ type, name, actions: actions.split(',') }],
  };
  const unsigned = `${part({ typ: 'JWT', alg: 'RS256', x5c: [der] })}.${part(claims)}`;
  const signature = createSign('RSA-SHA256').update(unsigned).sign(readFileSync(key, 'utf8'), 'base64url');
  return `${unsigned}.${signature}`;
}
