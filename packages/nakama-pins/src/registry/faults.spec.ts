import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { fetchServerPrograms, type ServerProgramOptions } from './fetch-server-programs';
import { ImageError } from './image-error';
import type { ImageLimits } from './limits';
import { standIn } from './testing/real-registry';
import {
  first,
  imageOf,
  MANIFEST_TYPE,
  type MemoryImage,
  on,
  ScriptedRegistry,
  tarOf,
} from './testing/scripted-registry';

const SERVER = standIn('the server', 100_000);
const LIMITS: Partial<ImageLimits> = { attempts: 2, backoffMs: 1, retryAfterMs: 100 };
const SILENCE = { limits: { silenceMs: 100 } };

let registry: ScriptedRegistry;
let elsewhere: ScriptedRegistry;
let image: MemoryImage;
let cache: string;
let temporary: string;

beforeAll(async () => {
  registry = await ScriptedRegistry.start();
  elsewhere = await ScriptedRegistry.start();
  image = imageOf(await tarOf({ 'nakama/nakama': Buffer.from(SERVER, 'latin1') }));
});

beforeEach(() => {
  registry.reset(image);
  elsewhere.reset(image);
  cache = workspace({});
  temporary = mkdtempSync(join(cache, 'tmp-'));
});

afterAll(async () => {
  await registry.stop();
  await elsewhere.stop();
  removeWorkspaces();
});

function get(
  options: Partial<ServerProgramOptions> = {},
  source = `image:${registry.host}/studio/nakama:1.4`,
) {
  return fetchServerPrograms(source, {
    env: { NAKAMA_PINS_CACHE: join(cache, 'cache'), HOME: cache, PATH: '', TMPDIR: temporary },
    cwd: cache,
    insecure: [registry.host],
    ...options,
    limits: { ...LIMITS, ...options.limits },
  });
}

/** What is left of a fetch: no program, and nothing in the folder for temporary files. */
function leftovers(): string[] {
  return [...filesIn(join(cache, 'cache/images/programs')), ...filesIn(temporary)];
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true }).map(String);
  } catch {
    return [];
  }
}

/** The problem in words, without what changes from run to run. */
async function said(fetched: Promise<unknown>): Promise<string> {
  const error: unknown = await fetched.then(
    () => 'nothing: it was fetched',
    (reason: unknown) => reason,
  );
  if (!(error instanceof ImageError)) return String(error);
  return (
    error.message
      .replaceAll(registry.host, 'registry')
      .replaceAll(elsewhere.host, 'elsewhere')
      .replaceAll(cache, '')
      // Versions of zlib differ.
      .replaceAll(`${image.layer.length} bytes`, '… bytes')
      .replace(/\b[0-9a-f]{12,}\b/g, '…')
  );
}

interface Fault {
  readonly fault: string;
  readonly make: () => void;
  readonly options?: Partial<ServerProgramOptions>;
}

const layerPath = (): string => `GET /v2/studio/nakama/blobs/${image.layerDigest}`;
const other = async (parts: Parameters<typeof imageOf>[1], tar?: Buffer): Promise<void> => {
  registry.image = imageOf(tar ?? (await tarOf({ 'nakama/nakama': Buffer.from(SERVER, 'latin1') })), parts);
};

const FAULTS: readonly Fault[] = [
  {
    fault: '401 without a login',
    make: () =>
      registry.script(on('/v2/', (r) => r.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end())),
  },
  {
    fault: '401 that nothing answers',
    make: () =>
      registry.script(
        on('/v2/', (r) => r.writeHead(401).end('{"errors":[{"message":"no way\\u001b[31m"}]}')),
      ),
  },
  { fault: '403', make: () => registry.script(on('/v2/', (r) => r.writeHead(403).end('<html>'))) },
  {
    fault: '404',
    make: () =>
      registry.script(
        on('manifests', (r) =>
          r.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}'),
        ),
      ),
  },
  { fault: '404 of a layer', make: () => registry.script(on(layerPath(), (r) => r.writeHead(404).end())) },
  { fault: '429', make: () => registry.script(on('/v2/', (r) => r.writeHead(429).end())) },
  {
    fault: '429 for an hour',
    make: () => registry.script(on('/v2/', (r) => r.writeHead(429, { 'retry-after': '3600' }).end())),
  },
  { fault: '500', make: () => registry.script(on('/v2/', (r) => r.writeHead(500).end())) },
  {
    fault: 'a page of something else',
    make: () => registry.script(on('/v2/', (r) => r.end('<html>welcome</html>'))),
  },
  { fault: 'a silent server', make: () => registry.script(on('/v2/', () => undefined)), options: SILENCE },
  {
    fault: 'a layer that falls silent',
    make: () => registry.script(on(layerPath(), (r) => r.write(image.layer.subarray(0, 50)))),
    options: SILENCE,
  },
  {
    fault: 'a layer that drips',
    make: () =>
      registry.script(
        on(layerPath(), (r) => {
          const drip = setInterval(() => r.write('x'), 10);
          r.on('close', () => clearInterval(drip));
        }),
      ),
    options: { limits: { totalMs: 300 } },
  },
  { fault: 'an endless layer', make: () => registry.script(on(layerPath(), (r) => endless(r))) },
  {
    fault: 'an endless manifest',
    make: () => registry.script(on('GET /v2/studio/nakama/manifests', (r) => endless(r))),
  },
  {
    fault: 'a cut layer',
    make: () =>
      registry.script(
        on(layerPath(), (r) => {
          r.writeHead(200, { 'content-length': image.layer.length });
          r.write(image.layer.subarray(0, 100), () => r.destroy());
        }),
      ),
  },
  {
    fault: 'a layer that ends early',
    make: () => registry.script(on(layerPath(), (r) => r.end(image.layer.subarray(0, 100)))),
  },
  {
    fault: 'a flipped bit in a layer',
    make: () => registry.script(on(layerPath(), (r) => r.end(flipped(image.layer)))),
  },
  {
    fault: 'a flipped bit in the manifest',
    make: () => registry.script(on('GET /v2/studio/nakama/manifests', (r) => r.end(flipped(image.manifest)))),
  },
  {
    fault: 'a flipped bit in the config',
    make: () =>
      registry.script(
        on('GET /v2/studio/nakama/blobs', (r, { url }) =>
          r.end(flipped(image.blobs.get(url?.split('/').pop() ?? '') ?? Buffer.alloc(9))),
        ),
      ),
  },
  {
    fault: 'a manifest of schema 1',
    make: () =>
      manifest(
        '{"schemaVersion":1,"fsLayers":[]}',
        'application/vnd.docker.distribution.manifest.v1+prettyjws',
      ),
  },
  {
    fault: 'a manifest that is called an index',
    make: () => manifest(image.manifest, 'application/vnd.oci.image.index.v1+json'),
  },
  {
    fault: 'an index and manifest at once',
    make: () => manifest('{"schemaVersion":2,"manifests":[],"layers":[],"config":{}}', MANIFEST_TYPE),
  },
  {
    fault: 'another kind of artifact',
    make: () =>
      manifest(
        '{"schemaVersion":2,"mediaType":"application/vnd.example+json"}',
        'application/vnd.example+json',
      ),
  },
  {
    fault: 'a digest that is no digest',
    make: () =>
      manifest(
        '{"schemaVersion":2,"config":{"mediaType":"x","digest":"sha256:../../../etc","size":1},"layers":[]}',
        MANIFEST_TYPE,
      ),
  },
  {
    fault: 'a redirect to plain http',
    make: () =>
      registry.script(
        on(layerPath(), (r) => r.writeHead(307, { location: `http://${elsewhere.host}/x` }).end()),
      ),
  },
  {
    fault: 'a redirect in a ring',
    make: () => registry.script(on(layerPath(), (r) => r.writeHead(307, { location: '?again' }).end())),
  },
  {
    fault: 'a redirect to a host that refuses',
    make: () =>
      registry.script(
        on(layerPath(), (r) => r.writeHead(307, { location: `http://${elsewhere.host}/x` }).end()),
      ),
    options: {
      get insecure() {
        return [registry.host, elsewhere.host];
      },
    },
  },
  { fault: 'a registry that is not insecure by name', make: () => undefined, options: { insecure: [] } },
  { fault: 'a layer beyond the limit', make: () => undefined, options: { limits: { layerBytes: 100 } } },
  { fault: 'a program beyond the limit', make: () => undefined, options: { limits: { programBytes: 100 } } },
  {
    fault: 'a layer too large unpacked',
    make: () => undefined,
    options: { limits: { unpackedBytes: 1024 } },
  },
  { fault: 'a platform that is not there', make: () => undefined, options: { platforms: ['linux/arm64'] } },
];

function endless(response: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  const more = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', more);
  more();
}

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[copy.length >> 1] = (copy[copy.length >> 1] ?? 0) ^ 1;
  return copy;
}

/** Answers with a manifest and its right digest. */
function manifest(bytes: Buffer | string, type: string): void {
  registry.script(on('HEAD /v2/studio/nakama/manifests', (r) => r.writeHead(200).end()));
  registry.script(
    on('GET /v2/studio/nakama/manifests', (r) => r.writeHead(200, { 'content-type': type }).end(bytes)),
  );
}

it('says what is wrong and how to fix it, and keeps nothing', async () => {
  const table: string[] = [];
  for (const { fault, make, options } of FAULTS) {
    registry.reset(image);
    make();
    table.push(`── ${fault}\n${await said(get(options))}`);
    expect([fault, leftovers()]).toEqual([fault, []]);
    rmSync(join(cache, 'cache'), { recursive: true, force: true });
  }
  expect(table.join('\n')).toMatchSnapshot();
}, 30_000);

it('says what is wrong with an image as it was published, and keeps nothing', async () => {
  const tar = await tarOf({ 'nakama/nakama': Buffer.from(SERVER, 'latin1') });
  const images: Record<string, () => Promise<void>> = {
    'a tar that is cut within the program': () => other({ layer: gzipSync(tar.subarray(0, 50_000)) }),
    'a tar that is cut within the last block of the program': () =>
      other({ layer: gzipSync(tar.subarray(0, 512 + SERVER.length - 10)) }),
    'a cut gzip': () => other({ layer: gzipSync(tar).subarray(0, 100) }),
    'no tar at all': () => other({ layer: gzipSync(Buffer.alloc(2048, 'no tar')) }),
    'another compression': () => other({ layer: brotliCompressSync(tar) }),
    'an encrypted layer': () => other({ layerType: 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted' }),
    'a program that is a script': async () => other({}, await tarOf({ 'nakama/nakama': '#!/bin/sh\n' })),
    'links in a ring': async () =>
      other({}, await tarOf({ 'nakama/nakama': { symlink: '../a' }, a: { symlink: '/nakama/nakama' } })),
    'a link out of the image': async () =>
      other({}, await tarOf({ 'nakama/nakama': { symlink: '../../../../../../../../../../bin/sh' } })),
    'a window of zstd that takes all memory': () =>
      other({ layer: Buffer.concat([Buffer.from('28b52ffd00f8', 'hex'), Buffer.alloc(40)]) }),
  };
  const table: string[] = [];
  for (const [fault, make] of Object.entries(images)) {
    registry.reset(image);
    await make();
    table.push(`── ${fault}\n${await said(get())}`);
    expect([fault, leftovers()]).toEqual([fault, []]);
  }
  expect(table.join('\n')).toMatchSnapshot();
});

describe('what passes', () => {
  it('leaves nothing but the cache when it is disposed of', async () => {
    const found = await get();
    expect(filesIn(temporary)).toHaveLength(1);
    await found.dispose();
    expect(filesIn(temporary)).toEqual([]);
    expect(leftovers()).toHaveLength(3);
  });

  const bytes = async (options?: Partial<ServerProgramOptions>): Promise<string> => {
    const { programs } = await get(options);
    return readFileSync(programs[0]?.file ?? '', 'latin1');
  };

  it('goes on where a layer broke off', async () => {
    let range: string | undefined;
    registry.script(
      on(layerPath(), (r, request) => {
        range = request.headers.range;
        r.writeHead(206, { 'content-range': `bytes 100-${image.layer.length - 1}/${image.layer.length}` });
        r.end(image.layer.subarray(100));
      }),
    );
    registry.script(
      first(
        1,
        on(layerPath(), (r) => {
          r.writeHead(200, { 'content-length': image.layer.length });
          r.write(image.layer.subarray(0, 100), () => r.destroy());
        }),
      ),
    );
    expect(await bytes()).toBe(SERVER);
    expect(range).toBe('bytes=100-');
  });

  it('begins anew where a registry knows no ranges', async () => {
    registry.script(on(layerPath(), (r) => r.end(image.layer)));
    registry.script(
      first(
        1,
        on(layerPath(), (r) => r.end(image.layer.subarray(0, 100))),
      ),
    );
    expect(await bytes()).toBe(SERVER);
  });

  it.each([
    ['429', 429, { 'retry-after': '0' }],
    ['503', 503, {}],
  ])('asks again after %s', async (_, status, headers) => {
    registry.script(
      first(
        1,
        on('manifests', (r) => r.writeHead(status, headers).end()),
      ),
    );
    expect(await bytes()).toBe(SERVER);
  });

  it('asks by HEAD first, and by GET for what it lacks alone', async () => {
    await get();
    expect(registry.asked).toEqual([
      'HEAD /v2/studio/nakama/manifests/1.4',
      `GET /v2/studio/nakama/manifests/${image.manifestDigest}`,
      expect.stringMatching('^GET /v2/studio/nakama/blobs/'),
      layerPath(),
    ]);
    registry.asked.length = 0;
    await get();
    expect(registry.asked).toEqual(['HEAD /v2/studio/nakama/manifests/1.4']);
  });

  it('needs no HEAD', async () => {
    registry.script(on('HEAD', (r) => r.writeHead(405).end()));
    expect(await bytes()).toBe(SERVER);
  });

  it('takes sha512', async () => {
    await other({ algorithm: 'sha512' });
    expect(await bytes()).toBe(SERVER);
  });

  it('takes no login to another host, whatever that asks', async () => {
    const seen: (string | undefined)[] = [];
    const auth = Buffer.from('ada:secret').toString('base64');
    registry.script(
      on(layerPath(), (r) => r.writeHead(307, { location: `http://${elsewhere.host}/layer` }).end()),
    );
    registry.script((request, response) => {
      if (request.headers.authorization === `Basic ${auth}`) return false;
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      return true;
    });
    elsewhere.script((request, response) => {
      seen.push(request.headers.authorization);
      const challenge = `Bearer realm="http://${elsewhere.host}/token",service="x", Basic realm="y"`;
      if (seen.length > 1) response.end(image.layer);
      else response.writeHead(401, { 'www-authenticate': challenge }).end();
      return true;
    });
    const env = {
      NAKAMA_PINS_CACHE: cache,
      DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [registry.host]: { auth } } }),
      HOME: cache,
    };
    const options = { env, insecure: [registry.host, elsewhere.host] };
    await expect(get(options)).rejects.toMatchObject({ fault: 'refused' });
    expect(await bytes(options)).toBe(SERVER);
    expect(seen).toEqual([undefined, undefined]);
  });

  it('goes through the proxy, and past it for NO_PROXY', async () => {
    const through: string[] = [];
    const proxy = createServer().on('connect', (request, client) => {
      through.push(request.url ?? '');
      const [host, port] = (request.url ?? '').split(':');
      const upstream = connect(Number(port), host, () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(client).pipe(upstream);
      });
      upstream.on('error', () => client.destroy());
      client.on('error', () => upstream.destroy());
    });
    await new Promise<void>((ready) => proxy.listen(0, '127.0.0.1', ready));
    const { port } = proxy.address() as AddressInfo;
    const env = { NAKAMA_PINS_CACHE: cache, HOME: cache, HTTP_PROXY: `http://127.0.0.1:${port}` };
    await get({ env: { ...env, NO_PROXY: '127.0.0.1' } });
    expect(through).toEqual([]);
    await get({ env: { ...env, NAKAMA_PINS_CACHE: join(cache, 'other') } });
    expect(new Set(through)).toEqual(new Set([registry.host]));
    proxy.closeAllConnections();
    proxy.close();
  });

  it('ends when the user ends it, and keeps nothing', async () => {
    const ended = new AbortController();
    registry.script(
      on(layerPath(), (r) => {
        r.write(image.layer.subarray(0, 50), () => ended.abort(new Error('enough')));
      }),
    );
    await expect(get({ signal: ended.signal })).rejects.toThrow('enough');
    expect(leftovers()).toEqual([]);
  });
});
