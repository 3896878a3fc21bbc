import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, BUILD_TIMEOUT_MS, describeWithPlugins } from '../artifact/testing/build-plugins';
import { HOST } from '../artifact/testing/rows';
import { formatProblem, InputError } from '../input/problem';
import {
  missingParts,
  run,
  skopeo,
  startRegistry,
  stopRegistries,
  TestImage,
} from '../registry/testing/real-registry';
import { openCatalog } from '../releases/catalog';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { Tools } from '../toolchain/tools';
import { addRelease, type AddReleaseOptions } from './add-release';

afterAll(() => {
  stopRegistries();
  removeWorkspaces();
});

/** Without a network, so that the program and the catalog say everything. */
function add(what: string, options: Partial<AddReleaseOptions> = {}, root = workspace({})) {
  const env = {
    ...process.env,
    HOME: root,
    NAKAMA_PINS_CACHE: workspace({}),
    GOPROXY: 'off',
    HTTPS_PROXY: 'http://127.0.0.1:9',
  };
  const tools = new Tools({ root, env });
  return addRelease({ what, cwd: root, workspaceDir: root, ...options }, tools);
}

async function said(adding: Promise<unknown>): Promise<string> {
  const error: unknown = await adding.then(String, (reason: unknown) => reason);
  return error instanceof InputError ? error.problems.map(formatProblem).join('\n') : String(error);
}

describeWithPlugins('variants of a release', () => {
  const withRegistry = missingParts === '' ? it : it.skip;
  let host: string;
  let debug: string;

  beforeAll(async () => {
    [host, debug] = await Promise.all([
      build(HOST),
      build({ ...HOST, flags: ['-trimpath', '-gcflags=all=-N -l'] }),
    ]);
  }, BUILD_TIMEOUT_MS);

  withRegistry(
    `are named by the image, and contradict nothing${missingParts && ` (not there: ${missingParts})`}`,
    async () => {
      const root = workspace({});
      const registry = await startRegistry(root, undefined);
      for (const [tag, program] of [
        ['nakama', host],
        ['nakama-dsym', debug],
      ] as const) {
        new TestImage(root, 'images', tag)
          .insert('/nakama/nakama', readFileSync(program, 'latin1'))
          .config('--config.entrypoint', '/nakama/nakama', '--architecture', 'amd64', '--os', 'linux');
        skopeo(root, `oci:images:${tag}`, `docker://${registry}/heroiclabs/${tag}:3.40.0`);
      }
      const image = (name: string): string => `image:${registry}/heroiclabs/${name}:3.40.0`;
      const insecure = [registry];
      expect(await add(image('nakama-dsym'), { insecure }, root)).toMatchObject({
        release: '3.40.0-dsym',
        file: 'nakama-releases/3.40.0-dsym.json',
      });
      const catalog = openCatalog({ workspaceDir: root });
      const added = catalog.load('3.40.0-dsym');
      expect(added.variant).toBe('dsym');
      const zap = (release: string): string | undefined =>
        catalog.load(release).fingerprints('linux/amd64')?.get('go.uber.org/zap');
      expect(zap('3.40.0-dsym')).toMatch(/^[0-9a-f]{16}$/);
      expect(zap('3.40.0-dsym')).not.toBe(zap('3.40.0'));
      // This one has less than the server that is shipped as 3.40.0.
      const refused = await said(add(image('nakama'), { insecure }, root));
      expect(refused).toMatch(
        /^3\.40\.0: the release 3\.40\.0 that is shipped and the program contradict each other: \d+ fingerprints for linux\/amd64/,
      );
      expect(refused).toMatch(
        /fix: it is another server: give it a name of its own, --name 3\.40\.0-ours\.1$/,
      );
      expect(await add(image('nakama'), { insecure, name: '3.40.0-ours.1' }, root)).toMatchObject({
        release: '3.40.0-ours.1',
      });
    },
    BUILD_TIMEOUT_MS,
  );

  it('are named by the archive of a release, unless a name is given', async () => {
    const root = workspace({});
    const archive = 'nakama-3.40.0-linux-amd64.tar.gz';
    copyFileSync(host, join(root, 'nakama'));
    run('tar', ['-czf', archive, 'nakama'], root);
    expect(await add(archive, {}, root)).toMatchObject({ release: '3.40.0-archive' });
    expect(openCatalog({ workspaceDir: root }).load('3.40.0-archive')).toMatchObject({
      variant: 'archive',
      origins: { 'linux/amd64': { kind: 'archive', name: archive } },
    });
    expect(await said(add(archive, { name: '3.40.0' }, root))).toMatch(/ --name 3\.40\.0-archive$/);
    copyFileSync(debug, join(root, 'nakama'));
    run('tar', ['-czf', archive, 'nakama'], root);
    expect(await said(add(archive, {}, root))).toMatch(
      /^nakama-releases\/3\.40\.0-archive\.json: the file and the program contradict each other: [^]*--name 3\.40\.0-archive\.0, or delete nakama-releases\/3\.40\.0-archive\.json and add it anew$/,
    );
  });
});

it('a variant that is in no image says how it is had', async () => {
  expect(await said(add('3.40.0-archive'))).toBe(
    '3.40.0-archive: the server of 3.40.0 (archive) is in no image\n' +
      '  fix: download the archive of the GitHub release v3.40.0, then npx nakama-pins releases add nakama-3.40.0-linux-amd64.tar.gz',
  );
  // Its Go module is another server.
  expect(await said(add('3.40.0-dsym'))).toMatch(/^heroiclabs\/nakama-dsym:3\.40\.0: /);
});
