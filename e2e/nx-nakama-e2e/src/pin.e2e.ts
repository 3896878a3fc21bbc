import { spawnSync } from 'node:child_process';
import { createBareWorkspace, openStage, type Stage, type Workspace } from './workspace';

const NX_VERSION = '23.2.1';
/** The version to migrate from, published besides the packages under test. */
const PREVIOUS = '0.1.9';
const HAS_GO = spawnSync('go', ['version']).status === 0;
const withGo = HAS_GO ? it : it.skip;

/** An import that needs modules of the server besides nakama-common, without any code. */
const IMPORT_ZAP = '\n\t_ "go.uber.org/zap"\n\t"github.com/heroiclabs/nakama-common/runtime"\n';

describe('pins, from broken to built', () => {
  let stage: Stage;
  let workspace: Workspace;

  beforeAll(async () => {
    stage = await openStage(PREVIOUS);
    workspace = createBareWorkspace(stage, NX_VERSION);
  });
  afterAll(() => stage?.close());

  it('migrates a workspace of the version before', () => {
    workspace.nx('add', `nx-nakama@${PREVIOUS}`);
    workspace.write('nakama.json', '{\n  "release": "latest"\n}\n');
    workspace.nx('migrate', 'nx-nakama@latest', '--no-interactive');
    expect(workspace.read('package.json')).not.toContain(PREVIOUS);
    expect(workspace.read('migrations.json')).toContain('exact-nakama-json');
    workspace.install();
    workspace.nx('migrate', '--run-migrations', '--no-interactive');
    expect(JSON.parse(workspace.read('nakama.json'))).toEqual({
      $schema: './node_modules/nakama-pins/schema/nakama.schema.json',
      release: '3.40.0',
    });
  });

  it('generates a library and plugins that use it, in step from the start', () => {
    workspace.nx('g', 'nakama-library', 'score');
    workspace.nx('g', 'nakama-plugin', 'arena', '--imports=score');
    workspace.nx('g', 'nakama-plugin', 'shop');
    expect(workspace.nx('show', 'projects', '--projects', 'tag:nakama:library')).toContain('score');
    const { code, output } = workspace.verifyPins();
    expect(code).toBe(0);
    for (const dir of ['libs/score', 'plugins/arena', 'plugins/shop'])
      expect(output).toContain(`✔ ${dir} loads`);
    expect(workspace.nx('sync:check')).toContain('up to date');
  });

  it('rewrites the old options in nx.json, and the targets keep their names', () => {
    const nxJson = workspace.read('nx.json');
    const options = { verifyPinsTargetName: 'pins', buildTargetName: 'compile', serverBinary: 'bin/nakama' };
    const settings = JSON.parse(nxJson) as object;
    const plugins = [{ plugin: 'nx-nakama', options }];
    workspace.write('nx.json', JSON.stringify({ ...settings, plugins }));
    const refused = workspace.tryNx('show', 'project', 'arena', '--json');
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain('write "build": { "targetName": "compile" }');

    const migration = { package: 'nx-nakama', name: 'options-by-target', version: '0.3.0', cli: 'nx' };
    workspace.write('migrations.json', JSON.stringify({ migrations: [migration] }));
    workspace.nx('migrate', '--run-migrations', '--no-interactive');
    expect(JSON.parse(workspace.read('nx.json'))).toMatchObject({
      ...settings,
      plugins: [
        {
          plugin: 'nx-nakama',
          options: {
            verifyPins: { targetName: 'pins' },
            build: { targetName: 'compile' },
            serverBinary: 'bin/nakama',
          },
        },
      ],
    });
    const { targets } = JSON.parse(workspace.nx('show', 'project', 'arena', '--json')) as {
      targets: Record<string, unknown>;
    };
    expect(Object.keys(targets)).toEqual(expect.arrayContaining(['pins', 'compile', 'verify-load', 'lint']));
    expect(Object.keys(targets)).not.toEqual(expect.arrayContaining(['build']));
    expect(workspace.nx('run', 'arena:pins')).toContain('plugins/arena loads');
    workspace.write('nx.json', nxJson);
  });

  it('fails nx sync:check if pins are out of step, naming projects and pins', () => {
    breakPins();
    const { code, output } = workspace.tryNx('sync:check');
    expect(code).toBe(1);
    expect(output).toContain('plugins/arena: github.com/heroiclabs/nakama-common v1.46.0 → v1.47.0');
    expect(output).toContain('plugins/shop: go.uber.org/multierr v1.10.0 → v1.11.0');
    expect(output).toMatch(/plugins\/shop: Dockerfile:\d+ heroiclabs\/nakama-pluginbuilder:3\.39\.0 → /);
    expect(workspace.verifyPins().code).toBe(1);
  });

  withGo('fixes all of them by one run of pin, compiled with the exact Go', () => {
    const dryRun = workspace.tryNx('run-many', '-t', 'pin', '--outputStyle=static', '--dryRun');
    expect(dryRun.output).toContain('--- a/plugins/arena/go.mod\n+++ b/plugins/arena/go.mod\n');
    expect(workspace.tryNx('run-many', '-t', 'pin', '--check').code).toBe(1);

    const pinned = workspace.tryNx('run-many', '-t', 'pin', '--outputStyle=static');
    expect(pinned.output).toContain('✔ plugins/arena loads (Nakama 3.40.0, compiled)');
    expect(pinned.output).toContain('✔ plugins/shop loads (Nakama 3.40.0, compiled)');
    expect(pinned.code).toBe(0);
    expect(workspace.read('plugins/arena/go.mod')).not.toContain('=> github.com/heroiclabs');
    expect(workspace.read('plugins/shop/go.mod')).toContain('go.uber.org/multierr v1.11.0');
    expect(workspace.read('plugins/shop/Dockerfile')).not.toContain('3.39.0');

    expect(workspace.verifyPins()).toMatchObject({ code: 0 });
    expect(workspace.nx('sync:check')).toContain('up to date');
    expect(workspace.tryNx('run-many', '-t', 'pin', '--check').code).toBe(0);
  });

  withGo('verifies with proof compiled, from the cache the second time', () => {
    const verify = () =>
      workspace.nx('run-many', '-t', 'verify-pins', '--proof=compiled', '--outputStyle=static');
    expect(verify()).toContain('✔ plugins/arena loads (Nakama 3.40.0, compiled)');
    expect(verify()).toContain('from the cache instead of running the command for 3 out of 3');
  });

  withGo('leaves plugins that the exact Go builds', () => {
    const env = { GOTOOLCHAIN: 'go1.26.5', GOFLAGS: '', GOWORK: 'off', CGO_ENABLED: '1' };
    for (const name of ['arena', 'shop']) {
      const folder = `plugins/${name}`;
      workspace.run(folder, env, 'go', 'build', '-buildmode=plugin', '-trimpath', '-o', `${name}.so`, '.');
      expect(workspace.run(folder, env, 'go', 'version', `${name}.so`)).toContain('go1.26.5');
    }
  });

  it('fixes by nx sync what text alone shows', () => {
    workspace.edit('plugins/arena/go.mod', 'nakama-common v1.47.0', 'nakama-common v1.46.0');
    expect(workspace.tryNx('sync:check').code).toBe(1);
    workspace.nx('sync');
    expect(workspace.read('plugins/arena/go.mod')).toContain('nakama-common v1.47.0');
    expect(workspace.nx('sync:check')).toContain('up to date');
  });

  it('does not let an invalid go.mod stop nx sync', () => {
    const before = workspace.read('plugins/shop/go.mod');
    workspace.write('plugins/shop/go.mod', `${before}\nrequire (\n`);
    workspace.edit('plugins/arena/go.mod', 'nakama-common v1.47.0', 'nakama-common v1.46.0');
    const { output } = workspace.tryNx('sync:check');
    expect(output).toContain('plugins/arena: github.com/heroiclabs/nakama-common v1.46.0 → v1.47.0');
    expect(output).toMatch(/plugins\/shop\/go\.mod:\d+:1: the block/);
    workspace.nx('sync');
    workspace.write('plugins/shop/go.mod', before);
    expect(workspace.nx('sync:check')).toContain('up to date');
  });

  it('moves the workspace to another release and back', () => {
    const tryOut = workspace.nx('g', 'nx-nakama:release', '3.39.0', '--dryRun');
    expect(tryOut).toContain('UPDATE plugins/arena/go.mod');
    expect(workspace.read('nakama.json')).toContain('3.40.0');

    const moved = workspace.nx('g', 'nx-nakama:release', '3.39.0');
    expect(moved).toContain('github.com/heroiclabs/nakama-common v1.47.0 → v1.46.0');
    expect(moved).toContain('3 of 3 load on Nakama 3.39.0');
    expect(workspace.verifyPins().output).toContain('✔ plugins/arena loads (Nakama 3.39.0)');
    expect(workspace.nx('sync:check')).toContain('up to date');

    workspace.nx('g', 'nx-nakama:release', '3.40');
    const { code, output } = workspace.verifyPins();
    expect(output).toContain('✔ plugins/shop loads (Nakama 3.40.0)');
    expect(code).toBe(0);

    const unknown = workspace.tryNx('g', 'nx-nakama:release', '3.41.0');
    expect(unknown.code).not.toBe(0);
    expect(unknown.output).toContain('fix: nx g nx-nakama:release 3.41.0 --add');
  });

  if (!HAS_GO) console.warn('SKIPPED: there is no go on the PATH, nothing was tidied, compiled and built');

  /** Breaks them as people do who follow the documentation: the server's zap, a tidy after it, recipes from the web. */
  function breakPins(): void {
    workspace.edit('plugins/shop/main.go', '\n\t"github.com/heroiclabs/nakama-common/runtime"\n', IMPORT_ZAP);
    workspace.edit(
      'plugins/shop/go.mod',
      'require google.golang.org/protobuf',
      'require go.uber.org/zap v1.28.0\n\nrequire go.uber.org/multierr v1.10.0 // indirect\n\nrequire google.golang.org/protobuf',
    );
    workspace.edit('plugins/shop/Dockerfile', 'nakama-pluginbuilder:3.40.0', 'nakama-pluginbuilder:3.39.0');
    workspace.edit('plugins/arena/go.mod', 'nakama-common v1.47.0', 'nakama-common v1.46.0');
    workspace.edit(
      'plugins/arena/go.mod',
      /$/,
      '\nreplace github.com/heroiclabs/nakama-common => github.com/heroiclabs/nakama-common v1.47.0\n',
    );
  }
});
