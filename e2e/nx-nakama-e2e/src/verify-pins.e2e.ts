import { spawnSync } from 'node:child_process';
import { createNxWorkspace, openStage, type Stage, type Workspace } from './workspace';

const NX_VERSION = '23.2.1';
const PLUGINS = ['arena', 'chat', 'lobby', 'shop'];
const HAS_GO = spawnSync('go', ['version']).status === 0;

describe('plugins of a workspace, from the registry to the verdict', () => {
  let stage: Stage;
  let workspace: Workspace;

  beforeAll(async () => {
    stage = await openStage();
    workspace = createNxWorkspace(stage, NX_VERSION);
  });
  afterAll(() => stage?.close());

  it('is added by nx add', () => {
    workspace.nx('add', 'nx-nakama');
    const nxJson = JSON.parse(workspace.read('nx.json')) as { plugins: string[] };
    expect(nxJson.plugins.filter((plugin) => plugin === 'nx-nakama')).toHaveLength(1);
    expect(JSON.parse(workspace.read('nakama.json'))).toMatchObject({
      release: '3.40.0',
      platforms: ['linux/amd64'],
    });
    expect(workspace.read('.gitignore').split('\n')).toContain('*.so');
    expect(workspace.read('package.json')).toContain('"nx-nakama"');
    expect(workspace.read('node_modules/nakama-pins/schema/nakama.schema.json')).toContain('release');
  });

  it('writes nothing in a dry run', () => {
    const output = workspace.nx('g', 'nakama-plugin', 'arena', '--dryRun');
    expect(output).toContain('CREATE plugins/arena/go.mod');
    expect(() => workspace.read('plugins/arena/go.mod')).toThrow('ENOENT');
  });

  it('generates plugins that load', () => {
    for (const name of PLUGINS) workspace.nx('g', 'nakama-plugin', name);
    const { code, output, cacheHits } = workspace.verifyPins();
    expect({ code, cacheHits }).toEqual({ code: 0, cacheHits: 0 });
    for (const name of PLUGINS) expect(output).toContain(`✔ plugins/${name} loads (Nakama 3.40.0)`);
  });

  it('shows the target', () => {
    const project = JSON.parse(workspace.nx('show', 'project', 'arena', '--json')) as {
      targets: Record<string, { executor: string; cache: boolean }>;
    };
    expect(project.targets['verify-pins']).toMatchObject({ executor: 'nx-nakama:verify-pins', cache: true });
  });

  it('takes a second run from the cache', () => {
    expect(workspace.verifyPins()).toMatchObject({ code: 0, cacheHits: 4 });
  });

  it('says the same without a batch', () => {
    const batch = workspace.nx('run', 'arena:verify-pins', '--skip-nx-cache');
    const alone = workspace.nx('run', 'arena:verify-pins', '--skip-nx-cache', '--batch=false');
    const report = '✔ plugins/arena loads (Nakama 3.40.0)\n';
    expect(batch).toContain(report);
    expect(alone).toContain(report);
  });

  it('runs again only for what a changed file belongs to', () => {
    workspace.edit('plugins/arena/Dockerfile', /^/, '# our arena\n');
    expect(workspace.verifyPins()).toMatchObject({ code: 0, cacheHits: 3 });
    workspace.edit('plugins/arena/main_test.go', /$/, '\n// a note\n');
    expect(workspace.verifyPins()).toMatchObject({ code: 0, cacheHits: 4 });
    workspace.write('compose.prod.yaml', 'services:\n  nakama:\n    image: heroiclabs/nakama:3.40.0\n');
    expect(workspace.verifyPins()).toMatchObject({ code: 0, cacheHits: 0 });
  });

  it('runs all again when nakama.json changes', () => {
    workspace.edit('nakama.json', '"linux/amd64"', '"linux/amd64", "linux/arm64"');
    expect(workspace.verifyPins()).toMatchObject({ code: 0, cacheHits: 0 });
    expect(workspace.verifyPins()).toMatchObject({ code: 0, cacheHits: 4 });
  });

  it('reports three mistakes in three plugins in one run, with file and line', () => {
    workspace.edit('plugins/arena/go.mod', 'nakama-common v1.47.0', 'nakama-common v1.46.0');
    workspace.edit('plugins/shop/go.mod', 'protobuf v1.36.11', 'protobuf v1.36.12');
    workspace.edit('plugins/chat/Dockerfile', 'nakama-pluginbuilder:3.40.0', 'nakama-pluginbuilder:3.39.0');
    const { code, output } = workspace.verifyPins();
    expect(code).toBe(1);
    expect(output).toMatch(/plugins\/arena\/go\.mod:5:\d+.*\n?.*v1\.47\.0/);
    expect(output).toMatch(/plugins\/shop\/go\.mod:7:\d+.*\n?.*v1\.36\.11/);
    expect(output).toMatch(/plugins\/chat\/Dockerfile:3:\d+.*\n?.*3\.40\.0/);
    const failed = output.slice(output.indexOf('Failed tasks'));
    expect(failed).toContain('arena:verify-pins');
    expect(failed).toContain('chat:verify-pins');
    expect(failed).toContain('shop:verify-pins');
    expect(failed).not.toContain('lobby:verify-pins');
  });

  it('refuses what can not be a plugin, and writes nothing', () => {
    for (const args of [['Arena'], ['lobby'], ['x', '--release=3.99.0']]) {
      const { code, output } = workspace.tryNx('g', 'nakama-plugin', ...args);
      expect(output).not.toMatch(/^(?:CREATE|UPDATE)/m);
      expect(code).not.toBe(0);
    }
  });

  (HAS_GO ? it : it.skip)('generates plugins that vet, test and build with the exact toolchain', () => {
    const go = /^go (.+)$/m.exec(workspace.read('plugins/lobby/go.mod'))?.[1];
    const env = { GOTOOLCHAIN: `go${go}`, GOFLAGS: '', GOWORK: 'off', CGO_ENABLED: '1' };
    workspace.run('plugins/lobby', env, 'go', 'vet', './...');
    workspace.run('plugins/lobby', env, 'go', 'test', './...');
    workspace.run(
      'plugins/lobby',
      env,
      'go',
      'build',
      '-buildmode=plugin',
      '-trimpath',
      '-o',
      'lobby.so',
      '.',
    );
    expect(workspace.run('plugins/lobby', env, 'go', 'version', 'lobby.so')).toContain(`go${go}`);
  });

  if (!HAS_GO) console.warn('SKIPPED: there is no go on the PATH, the generated plugin was not compiled');
});
