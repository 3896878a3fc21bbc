import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { createWeb, readAll } from './web';

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});
afterAll(removeWorkspaces);

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const web = createWeb({ env: {} });

const read = (url: string, maxBytes = 1000) => readAll(web, url, maxBytes).then(String);

it('reads an answer, after redirections', async () => {
  const base = await serve((request, response) => {
    if (request.url === '/a') response.writeHead(302, { location: '/b' }).end();
    else response.end(`at ${request.url}`);
  });
  expect(await read(`${base}/a`)).toBe('at /b');
});

it.each([
  [404, 'not-found'],
  [410, 'not-found'],
  [403, 'refused'],
  [500, 'refused'],
])('takes the status %i for the failure %s', async (status, failure) => {
  const base = await serve((_, response) => response.writeHead(status).end('no'));
  await expect(read(`${base}/x`)).rejects.toMatchObject({
    failure,
    message: expect.stringContaining(`/x answers ${status}`),
  });
});

it('tells an answer that breaks off', async () => {
  const base = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('only this', () => response.destroy());
  });
  await expect(read(base)).rejects.toMatchObject({
    failure: 'truncated',
    message: expect.stringContaining('9 of 100 bytes'),
  });
});

it('tells an answer that is too large', async () => {
  const base = await serve((_, response) => response.end('x'.repeat(11)));
  await expect(read(base, 10)).rejects.toMatchObject({ failure: 'damaged' });
  expect(await read(base, 11)).toHaveLength(11);
});

it('says that the server can not be reached', async () => {
  const base = await serve(() => undefined);
  const [server] = servers.splice(0);
  await new Promise((closed) => server?.close(closed));
  await expect(read(base)).rejects.toMatchObject({
    failure: 'offline',
    message: expect.stringContaining('ECONNREFUSED'),
  });
});

it('does not wait for ever for a server that is silent, and says so in words', async () => {
  const silent = createWeb({ env: {}, silenceMs: 200 });
  const never = await serve(() => undefined);
  await expect(readAll(silent, never, 100)).rejects.toMatchObject({
    failure: 'too-long',
    message: `${never}/: the server sent nothing for 0.2 s`,
  });
  const halfway = await serve((_, response) => void response.write('half'));
  await expect(readAll(silent, halfway, 100)).rejects.toMatchObject({
    failure: 'too-long',
    message: `${halfway}/: the server sent nothing for 0.2 s`,
  });
});

it('ends a download that trickles', async () => {
  const base = await serve((request, response) => {
    const trickle = setInterval(() => response.write('x'), 20);
    request.on('close', () => clearInterval(trickle));
  });
  await expect(readAll(createWeb({ env: {}, wholeMs: 300 }), base, 1e6)).rejects.toMatchObject({
    failure: 'too-long',
    message: `${base}/: it was not done after 0.3 s`,
  });
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) console.warn('SKIPPED: there is no openssl to make a certificate with');

(hasOpenssl ? it : it.skip)('names the variable for the certificate of a company', async () => {
  const folder = workspace({ keep: '' });
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1`;
  spawnSync('openssl', [...words.split(' '), '-keyout', keyFile, '-out', certFile]);
  const [key, cert] = [readFileSync(keyFile), readFileSync(certFile)];
  const server = createTlsServer({ key, cert }, (_, response) => response.end('no'));
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(read(url)).rejects.toMatchObject({
    failure: 'offline',
    message: expect.stringMatching(/SELF_SIGNED/),
    fix: expect.stringContaining('NODE_EXTRA_CA_CERTS='),
  });
});

it('sends user and password of an address, and tells them nobody', async () => {
  const base = await serve((request, response) =>
    response.writeHead(request.headers.authorization === 'Basic dTpwQHNz' ? 200 : 403).end('in'),
  );
  const withPassword = (password: string) => base.replace('//', `//u:${password}@`);
  expect(await read(withPassword('p%40ss'))).toBe('in');
  const error: Error = await read(withPassword('secret')).catch((e) => e);
  expect(error.message).not.toContain('secret');
});

it('goes through the proxy of the environment it is given', async () => {
  const target = await serve((_, response) => response.end('from the target'));
  let tunnels = 0;
  const proxy = await serve(() => undefined);
  servers.at(-1)?.on('connect', (request: IncomingMessage, socket) => {
    tunnels++;
    const { hostname, port } = new URL(`http://${request.url}`);
    const upstream = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    socket.on('error', () => upstream.destroy());
  });
  const env = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
  expect(String(await readAll(createWeb({ env }), target, 100))).toBe('from the target');
  expect(tunnels).toBe(1);
  const without = createWeb({ env: { ...env, NO_PROXY: '127.0.0.1' } });
  expect(String(await readAll(without, target, 100))).toBe('from the target');
  expect(tunnels).toBe(1);
});

it('ends a download when aborted', async () => {
  const abort = new AbortController();
  const base = await serve((_, response) => {
    response.write('first');
    abort.abort(new Error('stopped'));
  });
  await expect(readAll(createWeb({ env: {}, signal: abort.signal }), base, 100)).rejects.toThrow('stopped');
});

it('reads file: addresses', async () => {
  const root = workspace({ 'a b/x.zip': 'content' });
  const url = pathToFileURL(join(root, 'a b')).href;
  expect(await read(`${url}/x.zip`)).toBe('content');
  await expect(read(`${url}/y.zip`)).rejects.toMatchObject({ failure: 'not-found' });
  await expect(read(url)).rejects.toMatchObject({ failure: 'refused' });
});
