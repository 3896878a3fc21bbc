import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { build, BUILD_TIMEOUT_MS, describeWithPlugins } from '../artifact/testing/build-plugins';
import { HOST } from '../artifact/testing/rows';
import { InputError } from '../input/problem';
import {
  missingParts,
  skopeo,
  startRegistry,
  stopRegistries,
  TestImage,
} from '../registry/testing/real-registry';
import { type ReleaseFile, toReleaseFile } from '../releases/release-file';
import { runBareCli } from '../testing/bare-cli';
import { catalogRelease, type Files, removeWorkspaces, workspace } from '../testing/workspace';
import { Tools } from '../toolchain/tools';
import { addRelease } from './add-release';
import { checkReleases, type CheckReleasesOptions, type ReleasesCheck } from './check-releases';

const OURS = '3.40.1-ours.1';
const ZAP = 'go.uber.org/zap';

afterAll(() => {
  stopRegistries();
  removeWorkspaces();
});

function check(files: Files, options: Partial<CheckReleasesOptions> = {}): Promise<ReleasesCheck> {
  const root = workspace(files);
  const env = { ...process.env, HOME: root, NAKAMA_PINS_CACHE: workspace({}), GOPROXY: 'off' };
  return checkReleases({ cwd: root, workspaceDir: root, versions: [], ...options }, new Tools({ root, env }));
}

function fileOf(file: object, name = OURS): Files {
  return { [`nakama-releases/${name}.json`]: JSON.stringify({ ...file, release: name }) };
}

const complete = (): ReleaseFile => toReleaseFile(catalogRelease());

const faultsOf = ({ releases }: ReleasesCheck): string[] =>
  releases.flatMap(({ faults }) => faults.map(({ message }) => message));

describe('releases check, without a network', () => {
  it('takes what is shipped and what was copied from it', async () => {
    expect(await check({}, { versions: ['3.40.0', '3.16', 'v3.0.0'] })).toMatchObject({
      releases: [
        { version: '3.40.0', source: 'catalog', result: 'equal' },
        { version: '3.16.0', result: 'equal' },
        { version: '3.0.0', result: 'equal', notes: [] },
      ],
      exitCode: 0,
    });
    expect(await check({ ...fileOf(complete()), ...fileOf(complete(), '3.40.0') })).toMatchObject({
      releases: [{ version: '3.40.0' }, { version: OURS, source: `nakama-releases/${OURS}.json` }],
      exitCode: 0,
    });
  });

  it.each<[string, (file: ReleaseFile) => object, RegExp]>([
    [
      'a fingerprint of no module',
      ({ fingerprints }) => ({
        fingerprints: {
          ...fingerprints,
          'linux/amd64': { ...fingerprints['linux/amd64'], 'a.b/c': '0'.repeat(16) },
        },
      }),
      /^"fingerprints" of linux\/amd64 has what is neither linked .*: a\.b\/c$/,
    ],
    [
      'a linked package without one',
      ({ fingerprints }) => ({
        fingerprints: Object.fromEntries(
          Object.entries(fingerprints).map(([platform, { [ZAP]: _, ...others }]) => [platform, others]),
        ),
      }),
      /^no platform has a fingerprint of linked packages: go\.uber\.org\/zap$/,
    ],
    [
      'an import of a package that is not linked',
      ({ imports }) => ({ imports: { ...imports, [ZAP]: ['example.com/x'] } }),
      /^"imports" leads to packages that no module links: example\.com\/x$/,
    ],
    [
      'a patch of one',
      () => ({ patchedPackages: ['example.com/x'] }),
      /^"patchedPackages" has packages that no module links: example\.com\/x$/,
    ],
    [
      'another hash of a module',
      ({ modules }) => ({
        modules: modules.map((module) =>
          module.path === ZAP
            ? { ...module, sums: { ...module.sums, zip: `h1:${'A'.repeat(43)}=` } }
            : module,
        ),
      }),
      /^go\.uber\.org\/zap v1\.28\.0 has another hash \(zip\) than in 3\.40\.0$/,
    ],
    [
      'origins without a digest',
      () => ({
        origins: {
          'linux/amd64': { kind: 'image', name: 'a/b:1', digest: `sha256:${'0'.repeat(64)}` },
          'linux/arm64': { kind: 'image', name: 'a/b:1' },
        },
      }),
      /^"origins" names an image without its digest: linux\/arm64$/,
    ],
    [
      'origins of other platforms',
      () => ({ fingerprints: {}, origins: { 'linux/amd64': { kind: 'program', name: 'nakama' } } }),
      /^"origins" has platforms without fingerprints: linux\/amd64$/,
    ],
  ])('finds %s', async (_, change, message) => {
    const file = complete();
    const checked = await check(fileOf({ ...file, ...change(file) }));
    expect(faultsOf(checked)).toEqual([expect.stringMatching(message)]);
    expect(checked).toMatchObject({ releases: [{ version: OURS, result: 'differs' }], exitCode: 1 });
  });

  it('finds that a file stands in for a shipped release that is another', async () => {
    const file = { ...complete(), go: '1.26.6' };
    expect(faultsOf(await check(fileOf(file, '3.40.0')))).toEqual([
      'it stands in for the release that is shipped, and differs from it on linux/amd64: Go 1.26.6 (shipped: 1.26.5)',
      'it stands in for the release that is shipped, and differs from it on linux/arm64: Go 1.26.6 (shipped: 1.26.5)',
    ]);
  });

  it('goes on after a file that is none, and says where nothing is to check', async () => {
    const files = { ...fileOf(complete()), 'nakama-releases/3.99.0.json': '{' };
    expect(await check(files)).toMatchObject({
      releases: [
        { version: OURS, result: 'equal' },
        { version: '3.99.0', result: 'unknown', problems: [{ file: 'nakama-releases/3.99.0.json' }] },
      ],
      exitCode: 2,
    });
    expect(await check({})).toMatchObject({
      releases: [],
      exitCode: 2,
      problems: [{ file: 'nakama-releases' }],
    });
    await expect(check({}, { versions: ['3.99.0'] })).rejects.toThrow(InputError);
  });

  it('says of a server that nobody publishes what is missing', async () => {
    expect(await check(fileOf(complete()), { remote: true, versions: [OURS] })).toMatchObject({
      releases: [
        {
          result: 'unknown',
          problems: [{ message: `nothing says where the server of ${OURS} is published` }],
        },
      ],
      exitCode: 2,
    });
  });
});

describeWithPlugins(`releases check --remote${missingParts && ` (not there: ${missingParts})`}`, () => {
  const withRegistry = missingParts === '' ? it : it.skip;
  let root: string;
  let host: string;
  let added: ReleaseFile;
  const files = (file: object): Files => fileOf(file);

  beforeAll(async () => {
    if (missingParts !== '') return;
    root = workspace({ 'home/.keep': '' });
    host = await startRegistry(root, undefined);
    new TestImage(root, 'images', 'server')
      .insert('/nakama/nakama', readFileSync(await build(HOST), 'latin1'))
      .config('--config.entrypoint', '/nakama/nakama', '--architecture', 'amd64', '--os', 'linux');
    push('server', `studio/nakama:${OURS}`);
    const env = { ...process.env, HOME: root, NAKAMA_PINS_CACHE: workspace({}), GOPROXY: 'off' };
    const workspaceDir = workspace({});
    const what = `image:${host}/studio/nakama:${OURS}`;
    await addRelease(
      { what, cwd: root, workspaceDir, name: OURS, insecure: [host] },
      new Tools({ root: workspaceDir, env }),
    );
    const written = readFileSync(join(workspaceDir, `nakama-releases/${OURS}.json`), 'utf8');
    added = JSON.parse(written) as ReleaseFile;
  }, BUILD_TIMEOUT_MS);

  function push(tag: string, to: string): void {
    skopeo(root, `oci:images:${tag}`, `docker://${host}/${to}`);
  }

  const remote = (file: object, options: Partial<CheckReleasesOptions> = {}): Promise<ReleasesCheck> =>
    check(files(file), { remote: true, insecure: [host], ...options });

  withRegistry('is equal to where the release was read, by its digest', async () => {
    const checked = await remote(added, { versions: [OURS] });
    const { digest } = added.origins?.['linux/amd64'] ?? {};
    expect(digest).toMatch(/^sha256:/);
    expect(checked).toMatchObject({
      releases: [
        {
          result: 'equal',
          faults: [],
          servers: [
            {
              platform: 'linux/amd64',
              name: `${host}/studio/nakama:${OURS}`,
              digest,
              origin: digest,
              equal: true,
            },
          ],
        },
      ],
      exitCode: 0,
    });
    expect(checked.releases[0]?.servers[0]?.compared).toBeGreaterThan(50);
  });

  withRegistry('names what differs, and that the tag has moved', async () => {
    new TestImage(root, 'images', 'moved')
      .insert('/nakama/nakama', readFileSync(await build(HOST), 'latin1'))
      .insert('/etc/more', 'more')
      .config('--config.entrypoint', '/nakama/nakama', '--architecture', 'amd64', '--os', 'linux');
    push('moved', `mirror/nakama:${OURS}`);
    const file: ReleaseFile = {
      ...added,
      go: '1.26.4',
      modules: added.modules.map((module) =>
        module.path === ZAP ? { ...module, version: 'v1.27.9' } : module,
      ),
      fingerprints: {
        'linux/amd64': { ...added.fingerprints['linux/amd64'], [`${ZAP}/buffer`]: '0'.repeat(16) },
      },
    };
    const { stdout, code } = await runBareCli(
      ['releases', 'check', OURS, '--image', `${host}/mirror/nakama`, '--insecure', host],
      files(file),
    );
    const lines = stdout
      .split('\n')
      .map((line) => line.trim().replace(/ {2,}/g, ' | ').replaceAll(host, 'host'));
    expect(lines.map((line) => line.replace(/[0-9a-f]{16,}/g, '…'))).toEqual([
      `✘ ${OURS} differs (nakama-releases/${OURS}.json)`,
      expect.stringMatching(
        /^linux\/amd64 \| host\/mirror\/nakama:3\.40\.1-ours\.1: 1 of \d+ fingerprints differ$/,
      ),
      'read: manifest sha256:…; "origins" names another: sha256:…',
      'Go | 1.26.4 | in the server: | 1.26.5',
      'go.uber.org/zap | v1.27.9 | in the server: | v1.28.0',
      'go.uber.org/zap/buffer | … | in the server: | …',
      '',
      '1 release: 1 differs',
      '',
    ]);
    expect(code).toBe(1);
  });

  withRegistry('is JSON, and says of every release that can not be had why', async () => {
    const { stdout, code } = await runBareCli(
      [
        'releases',
        'check',
        OURS,
        '3.40.0',
        '--remote',
        '--image',
        `${host}/studio/nakama`,
        '--insecure',
        host,
        '--format',
        'json',
      ],
      files(added),
    );
    const json = JSON.parse(stdout) as object;
    const schema = readFileSync(join(__dirname, '../../schema/output.schema.json'), 'utf8');
    expect(new Ajv({ allowUnionTypes: true }).validate(JSON.parse(schema) as object, json)).toBe(true);
    expect(json).toMatchObject({
      command: 'releases check',
      releases: [
        { version: OURS, result: 'equal' },
        {
          version: '3.40.0',
          result: 'unknown',
          problems: [{ message: `${host} has no studio/nakama with the tag 3.40.0` }],
        },
      ],
    });
    expect(code).toBe(2);
  });
});
