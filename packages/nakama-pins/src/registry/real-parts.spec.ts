import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { fetchServerPrograms, readImageFacts, type ServerPrograms } from './fetch-server-programs';
import {
  missingParts,
  run,
  skopeo,
  standIn,
  startRegistry,
  stopRegistries,
  TestImage,
} from './testing/real-registry';
import { startTokenServer, type TokenServer } from './testing/token-server';

/** `htpasswd -nbB -C 5 ada secret:word` */
const HTPASSWD = 'ada:$2y$05$2VMYDt6uxK7Xe88S2esSL..9hIfo9YO7y31.KAcDizoYf2yjliVfe';
const LOGIN = Buffer.from('ada:secret:word').toString('base64');

const SERVER = standIn('the server');
const OLD_SERVER = standIn('an older server');
const PATCHED_SERVER = standIn('a patched server');

const describeReal = missingParts === '' ? describe : describe.skip;

describeReal(`images of umoci and skopeo${missingParts && ` (not there: ${missingParts})`}`, () => {
  let folder: string;
  let open: string;
  let locked: string;
  let byToken: string;
  let tokens: TokenServer;
  const fetched: ServerPrograms[] = [];

  beforeAll(async () => {
    folder = workspace({ htpasswd: `${HTPASSWD}\n`, 'home/.keep': '' });
    open = await startRegistry(folder, undefined);
    locked = await startRegistry(folder, { htpasswd: { realm: 'test', path: join(folder, 'htpasswd') } });
    tokens = await startTokenServer(
      folder,
      ({ authorization, query }) =>
        authorization === `Basic ${LOGIN}` || query.get('refresh_token') === 'refresh-me',
    );
    byToken = await startRegistry(folder, tokens.auth);
    server('amd64');
    server('arm64').config('--architecture', 'arm64');
    for (const tag of ['amd64', 'arm64']) push(`images:${tag}`, `studio/nakama:${tag}`);
    skopeo(folder, 'oci:images:amd64', 'oci:zstd:amd64', '--dest-compress', '--dest-compress-format', 'zstd');
    skopeo(folder, 'oci:zstd:amd64', `docker://${open}/studio/nakama:zstd`);
    await pushIndex('studio/nakama', '1.4', ['amd64', 'arm64']);
  }, 60_000);

  afterEach(async () => {
    for (const programs of fetched.splice(0)) await programs.dispose();
  });

  afterAll(() => {
    stopRegistries();
    tokens.server.closeAllConnections();
    tokens.server.close();
    removeWorkspaces();
  });

  /** An image whose program is between a layer below and one above. */
  function server(tag: string): TestImage {
    return new TestImage(folder, 'images', tag)
      .insert('/etc/below', 'below')
      .insert('/nakama/nakama', SERVER)
      .insert('/etc/above', 'above')
      .config(...['/sbin/tini', '--', '/nakama/nakama'].flatMap((word) => ['--config.entrypoint', word]))
      .config('--config.env', 'GOLANG_VERSION=1.26.5', '--config.label', 'team=arena');
  }

  function push(from: string, to: string): void {
    skopeo(folder, `oci:${from}`, `docker://${open}/${to}`);
  }

  async function pushIndex(repository: string, tag: string, tags: readonly string[]): Promise<void> {
    const manifests = await Promise.all(
      tags.map(async (architecture) => {
        const answer = await fetch(`http://${open}/v2/${repository}/manifests/${architecture}`, {
          headers: { accept: 'application/vnd.oci.image.manifest.v1+json' },
        });
        const mediaType = answer.headers.get('content-type');
        const digest = answer.headers.get('docker-content-digest');
        const size = (await answer.arrayBuffer()).byteLength;
        return { mediaType, digest, size, platform: { os: 'linux', architecture } };
      }),
    );
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    const put = await fetch(`http://${open}/v2/${repository}/manifests/${tag}`, {
      method: 'PUT',
      headers: { 'content-type': mediaType },
      body: JSON.stringify({ schemaVersion: 2, mediaType, manifests }),
    });
    expect(put.status).toBe(201);
  }

  const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
    HOME: join(folder, 'home'),
    PATH: process.env['PATH'],
    NAKAMA_PINS_CACHE: workspace({}),
    ...more,
  });

  async function get(
    source: string,
    options: Partial<Parameters<typeof fetchServerPrograms>[1]> = {},
  ): Promise<ServerPrograms> {
    const insecure = [open, locked, byToken, new URL(tokens.realm).host];
    const programs = await fetchServerPrograms(source, {
      env: environment(),
      cwd: folder,
      insecure,
      limits: { attempts: 1 },
      ...options,
    });
    fetched.push(programs);
    return programs;
  }

  // Text is compared a hundred times faster than bytes.
  const bytesOf = ({ programs }: ServerPrograms): string[] =>
    programs.map(({ file }) => readFileSync(file, 'latin1'));
  const pathsOf = ({ programs }: ServerPrograms): (string | undefined)[] => programs.map(({ path }) => path);

  it('gets the program of every platform of an index, with what its image says', async () => {
    const found = await get(`image:${open}/studio/nakama:1.4`);
    expect(found).toMatchObject({ kind: 'registry', name: `${open}/studio/nakama:1.4` });
    expect(bytesOf(found)).toEqual([SERVER, SERVER]);
    expect(found.programs.map(({ image }) => image?.platform)).toEqual(['linux/amd64', 'linux/arm64']);
    const digest = skopeoDigest(`${open}/studio/nakama:amd64`);
    expect(found.programs[0]).toMatchObject({
      path: '/nakama/nakama',
      image: {
        digests: { index: expect.stringMatching(/^sha256:/), manifest: digest, layer: expect.any(String) },
        createdAt: expect.stringMatching(/^\d{4}-/),
        labels: { team: 'arena' },
        env: { GOLANG_VERSION: '1.26.5' },
      },
    });
  });

  function skopeoDigest(name: string): string {
    const format = ['inspect', '--tls-verify=false', '--format', '{{.Digest}}', `docker://${name}`];
    return run('skopeo', format, folder).trim();
  }

  it('gets the platforms alone that are asked for, and names those that there are', async () => {
    const found = await get(`image:${open}/studio/nakama:1.4`, { platforms: ['linux/arm64'] });
    expect(found.programs.map(({ image }) => image?.platform)).toEqual(['linux/arm64']);
    await expect(
      get(`image:${open}/studio/nakama:1.4`, { platforms: ['linux/s390x'] }),
    ).rejects.toMatchObject({
      fault: 'no-program',
      problem: { expected: 'linux/s390x', found: 'linux/amd64, linux/arm64' },
    });
  });

  it('gets it by the digest', async () => {
    const digest = skopeoDigest(`${open}/studio/nakama:amd64`);
    const found = await get(`image:${open}/studio/nakama:moved@${digest}`);
    expect(found.programs[0]?.image?.digests).not.toHaveProperty('index');
    expect(found.programs[0]?.image?.digests.manifest).toBe(digest);
  });

  it('unpacks layers of zstd', async () => {
    expect(bytesOf(await get(`image:${open}/studio/nakama:zstd`))).toEqual([SERVER]);
  });

  it('reads the config alone', async () => {
    const facts = await readImageFacts(`${open}/studio/nakama:1.4`, { env: environment(), insecure: [open] });
    expect(facts.map(({ platform, env }) => [platform, env['GOLANG_VERSION']])).toEqual([
      ['linux/amd64', '1.26.5'],
      ['linux/arm64', '1.26.5'],
    ]);
  });

  it('takes the program of the upper layer, and none that an upper layer takes away', async () => {
    const image = server('replaced').insert('/nakama/nakama', PATCHED_SERVER);
    expect(bytesOf(await get('images', { image: 'replaced' }))).toEqual([PATCHED_SERVER]);
    image.whiteout('/nakama/nakama');
    await expect(get('images', { image: 'replaced' })).rejects.toMatchObject({
      fault: 'no-program',
      problem: { found: '/nakama/nakama, which the image takes away by /nakama/.wh.nakama' },
    });
    image.whiteout('/nakama').insert('/nakama/nakama', OLD_SERVER);
    expect(bytesOf(await get('images', { image: 'replaced' }))).toEqual([OLD_SERVER]);
  });

  it('fetches no layer below the program', async () => {
    const seen = new Set<string>();
    const found = await get(`image:${open}/studio/nakama:amd64`, {
      onProgress: ({ layer }) => seen.add(layer),
    });
    expect(seen.size).toBe(2);
    expect(seen).toContain(found.programs[0]?.image?.digests.layer);
  });

  it('finds where the entrypoint says, through links, and where the user says', async () => {
    // umoci writes links of folders that are inserted.
    mkdirSync(join(folder, 'tree/opt/game'), { recursive: true });
    writeFileSync(join(folder, 'tree/opt/game/server'), SERVER, 'latin1');
    execFileSync('ln', ['-s', '../../opt/game/server', join(folder, 'tree/opt/link')]);
    execFileSync('ln', ['-s', 'game', join(folder, 'tree/opt/current')]);
    execFileSync('ln', [join(folder, 'tree/opt/game/server'), join(folder, 'tree/opt/game/zz-hard')]);
    const image = new TestImage(folder, 'links', 'a');
    run('umoci', ['insert', '--image', 'links:a', 'tree', '/'], folder);
    const at = async (entrypoint: string, program?: string): Promise<ServerPrograms> => {
      image.config('--clear', 'config.entrypoint', '--config.entrypoint', entrypoint);
      return get('links', { program });
    };
    expect(pathsOf(await at('/opt/game/server'))).toEqual(['/opt/game/server']);
    expect(pathsOf(await at('/opt/link'))).toEqual(['/opt/game/server']);
    expect(pathsOf(await at('/opt/current/server'))).toEqual(['/opt/game/server']);
    expect(bytesOf(await at('/opt/game/zz-hard'))).toEqual([SERVER]);
    expect(pathsOf(await at('/bin/true', '/opt/game/server'))).toEqual(['/opt/game/server']);
    await expect(at('/entry.sh')).rejects.toMatchObject({
      problem: { found: '/entry.sh, which is in no layer; /nakama/nakama, which is in no layer' },
    });
  });

  it('asks a registry once for what has not changed', async () => {
    const env = environment();
    const before = await get(`image:${open}/studio/nakama:1.4`, { env });
    const seen: string[] = [];
    const again = await get(`image:${open}/studio/nakama:1.4`, {
      env,
      onProgress: ({ layer }) => seen.push(layer),
    });
    expect(seen).toEqual([]);
    expect(again.programs).toEqual(before.programs);
    await before.dispose();
    expect(bytesOf(again)).toEqual([SERVER, SERVER]);
    // A program that was changed on the disk is fetched again.
    const [program] = again.programs;
    chmodSync(program?.file ?? '', 0o755);
    writeFileSync(program?.file ?? '', OLD_SERVER, 'latin1');
    expect(bytesOf(await get(`image:${open}/studio/nakama:1.4`, { env }))).toEqual([SERVER, SERVER]);
  });

  it('does without a cache', async () => {
    const env = environment({ NAKAMA_PINS_CACHE: join(folder, 'htpasswd/no-folder') });
    const found = await get(`image:${open}/studio/nakama:amd64`, { env });
    expect(bytesOf(found)).toEqual([SERVER]);
  });

  describe('logins', () => {
    const login = (config: object): NodeJS.ProcessEnv => ({
      DOCKER_CONFIG: workspace({ 'config.json': JSON.stringify(config) }),
    });
    const got = async (host: string, more: NodeJS.ProcessEnv): Promise<string[]> =>
      bytesOf(await get(`image:${host}/studio/nakama:amd64`, { env: environment(more) }));

    it('are names and passwords in config.json', async () => {
      expect(await got(locked, login({ auths: { [locked]: { auth: LOGIN } } }))).toEqual([SERVER]);
      expect(await got(locked, login({ auths: { [`http://${locked}/v1/`]: { auth: LOGIN } } }))).toEqual([
        SERVER,
      ]);
      const auths = { [locked]: { auth: LOGIN } };
      expect(await got(locked, { DOCKER_AUTH_CONFIG: JSON.stringify({ auths }) })).toEqual([SERVER]);
    });

    it('are asked of the credential helper', async () => {
      const bin = workspace({
        'docker-credential-test': `#!/bin/sh\nread server\ntest "$1 $server" = "get ${locked}" || exit 3\necho '{"Username":"ada","Secret":"secret:word"}'\n`,
        'docker-credential-none': '#!/bin/sh\necho credentials not found in native keychain\nexit 1\n',
        'docker-credential-slow': '#!/bin/sh\nexec sleep 60\n',
      });
      for (const file of readdirSync(bin)) chmodSync(join(bin, file), 0o755);
      const PATH = `${bin}:${process.env['PATH']}`;
      const helpers = { ...login({ credHelpers: { [locked]: 'test' }, credsStore: 'none' }), PATH };
      expect(await got(locked, helpers)).toEqual([SERVER]);
      expect(await got(locked, { ...login({ credsStore: 'test' }), PATH })).toEqual([SERVER]);
      const none = { ...login({ credsStore: 'none', auths: { [locked]: { auth: LOGIN } } }), PATH };
      expect(await got(locked, none)).toEqual([SERVER]);
      await expect(got(locked, { ...login({ credsStore: '../test' }), PATH })).rejects.toMatchObject({
        problem: { message: '"../test" is no name of a credential helper' },
      });
      await expect(got(locked, { ...login({ credsStore: 'absent' }), PATH })).rejects.toMatchObject({
        problem: { message: expect.stringContaining('docker-credential-absent, which is not on PATH') },
      });
      const slow = environment({ ...login({ credsStore: 'slow' }), PATH });
      const limits = { attempts: 1, helperMs: 50 };
      await expect(get(`image:${locked}/studio/nakama:amd64`, { env: slow, limits })).rejects.toMatchObject({
        problem: { message: expect.stringContaining('did not answer within 0.05 s') },
      });
    });

    it('are said to be missing or wrong', async () => {
      await expect(got(locked, {})).rejects.toMatchObject({
        fault: 'unauthorized',
        problem: { fix: expect.stringContaining(`docker login ${locked}`) },
      });
      const wrong = login({ auths: { [locked]: { username: 'ada', password: 'wrong' } } });
      await expect(got(locked, wrong)).rejects.toMatchObject({
        problem: { message: expect.stringContaining('to the login in') },
      });
    });

    it('are changed for a token that may only read', async () => {
      tokens.asked.length = 0;
      expect(await got(byToken, login({ auths: { [byToken]: { auth: LOGIN } } }))).toEqual([SERVER]);
      expect(tokens.asked).toMatchObject([{ method: 'GET', authorization: `Basic ${LOGIN}` }]);
      expect(Object.fromEntries(tokens.asked[0]?.query ?? [])).toEqual({
        service: 'test-registry',
        scope: 'repository:studio/nakama:pull',
      });
    });

    it('can be a token for tokens', async () => {
      tokens.asked.length = 0;
      const identity = login({ auths: { [byToken]: { identitytoken: 'refresh-me' } } });
      expect(await got(byToken, identity)).toEqual([SERVER]);
      expect(tokens.asked).toMatchObject([{ method: 'POST', authorization: undefined }]);
    });

    it('are missed by the token server', async () => {
      await expect(got(byToken, {})).rejects.toMatchObject({
        fault: 'unauthorized',
        problem: { message: `${new URL(tokens.realm).host} gives no token to someone without a login (401)` },
      });
    });
  });

  it.each([
    ['an OCI layout in a folder', 'oci:layout:a', 'layout', 'layout'],
    ['an OCI layout in a tar', 'oci-archive:layout.tar:a', 'layout.tar', 'layout'],
    ['a tar of docker save', 'docker-archive:save.tar:studio/nakama:1.4', 'save.tar', 'docker-save'],
  ])('reads %s', async (_, to, source, kind) => {
    skopeo(folder, 'oci:images:amd64', to);
    const found = await get(source);
    expect(found.kind).toBe(kind);
    expect(bytesOf(found)).toEqual([SERVER]);
    const digests = found.programs[0]?.image?.digests;
    expect(digests?.manifest).toEqual(kind === 'layout' ? expect.stringMatching(/^sha256:/) : undefined);
    const { file } = found.programs[0] ?? { file: '' };
    await found.dispose();
    expect(() => readFileSync(file)).toThrow('ENOENT');
  });

  it('reads a compressed tar of docker save', async () => {
    skopeo(folder, 'oci:images:amd64', 'docker-archive:packed.tar:studio/nakama:1.4');
    run('gzip', ['-k', 'packed.tar'], folder);
    expect(bytesOf(await get('packed.tar.gz'))).toEqual([SERVER]);
  });

  it('says that a layer of a layout was changed', async () => {
    skopeo(folder, 'oci:images:amd64', 'oci:changed:a');
    const found = await get('changed');
    const file = join(
      folder,
      'changed/blobs',
      (found.programs[0]?.image?.digests.layer ?? '').replace(':', '/'),
    );
    const bytes = readFileSync(file);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    await expect(get('changed')).rejects.toMatchObject({ fault: 'damaged' });
  });
});
