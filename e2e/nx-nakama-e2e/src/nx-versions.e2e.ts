import { spawnSync } from 'node:child_process';
import { cacheHits, createBareWorkspace, openStage, type Stage, type Workspace } from './workspace';

const HAS_GO = spawnSync('go', ['version']).status === 0;
if (!HAS_GO) console.warn('SKIPPED: there is no go on the PATH, no plugin was built and opened');

/** Both ends of the range of Nx versions that nx-nakama supports. */
const NX_VERSIONS = ['22.7.12', '24.0.0'];

describe('other majors of Nx', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage?.close());

  describe.each(NX_VERSIONS)('Nx %s', (version) => {
    let workspace: Workspace;

    it('adds, generates, verifies, caches, reports and syncs', () => {
      workspace = createBareWorkspace(stage, version);
      workspace.nx('add', 'nx-nakama');
      workspace.nx('g', 'nakama-plugin', 'arena');
      workspace.nx('g', 'nakama-library', 'score');
      workspace.nx('g', 'nakama-plugin', 'shop', '--tags=scope:game', '--imports=score');

      const green = workspace.verifyPins();
      expect(green).toMatchObject({ code: 0, cacheHits: 0 });
      expect(green.output).toContain('✔ plugins/arena loads (Nakama 3.40.0)');
      expect(workspace.verifyPins()).toMatchObject({ code: 0, cacheHits: 3 });

      workspace.edit('plugins/arena/go.mod', 'nakama-common v1.47.0', 'nakama-common v1.46.0');
      const red = workspace.verifyPins();
      expect(red.code).toBe(1);
      expect(red.output).toContain('plugins/arena/go.mod:5:');

      expect(workspace.tryNx('sync:check')).toMatchObject({
        code: 1,
        output: expect.stringContaining(
          'plugins/arena: github.com/heroiclabs/nakama-common v1.46.0 → v1.47.0',
        ) as string,
      });
      workspace.nx('sync');
      expect(workspace.nx('sync:check')).toContain('up to date');
      workspace.edit('plugins/shop/Dockerfile', /^/, '# our shop\n');
      expect(workspace.verifyPins()).toMatchObject({ code: 0, cacheHits: 2 });
      workspace.write('plugins/docker-compose.dev.yaml', 'services: {}\n');
      // A library module is not in an image.
      expect(workspace.verifyPins()).toMatchObject({ code: 0, cacheHits: 1 });
    });

    it('names an option that it does not know, of every executor and of generators', () => {
      const executors = ['verify-pins', 'pin', 'build', 'test', 'lint', 'tidy'];
      const wrong = '--relese=3.40.0';
      const { code, output } = workspace.tryNx(
        ...['run-many', '-p', 'arena', '-t', ...executors, wrong, '--outputStyle=static'],
      );
      expect(code).not.toBe(0);
      const named = [
        ...output.matchAll(/nx-nakama:([\w-]+) has no option "relese"\n\s*fix: write "release"/g),
      ];
      expect([...new Set(named.map(([, executor]) => executor))].sort()).toEqual([...executors].sort());
      // Nx makes the number 3.4 of it.
      for (const batch of ['--batch', '--no-batch']) {
        const typed = workspace.tryNx('verify-pins', 'arena', '--release=3.40', batch);
        expect(typed).toMatchObject({
          code: 0,
          output: expect.stringContaining('plugins/arena loads (Nakama 3.40.0)') as string,
        });
      }
      for (const generator of ['nakama-plugin', 'release', 'import']) {
        const refused = workspace.tryNx('g', `nx-nakama:${generator}`, 'x', wrong, '--no-interactive');
        expect(refused).toMatchObject({ code: 1 });
        expect(refused.output).toMatch(/has no option "relese"\n\s*fix: write "release"/);
      }
    });

    (HAS_GO ? it : it.skip)('prints fixes that can be pasted', () => {
      workspace.edit('plugins/shop/go.mod', 'nakama-common v1.47.0', 'nakama-common v1.46.0');
      workspace.edit('plugins/shop/Dockerfile', /pluginbuilder:3\.40\.0/, 'pluginbuilder:3.39.0');
      const { code, output } = workspace.verifyPins();
      expect(code).toBe(1);
      expect(output).toMatch(/fix: go mod edit/);
      const [, edit = ''] = /fix: (go mod edit \S+ plugins\/shop\/go\.mod)/.exec(output) ?? [];
      workspace.run('.', {}, ...(edit.split(' ') as [string, ...string[]]));
      const tag = /fix: write in (\S+):(\d+): (\S+) in place of (\S+)/.exec(output);
      const [, file = '', , to = '', from = ''] = tag ?? [];
      workspace.edit(file, from, to);
      expect(workspace.verifyPins()).toMatchObject({ code: 0 });
    });

    (HAS_GO ? it : it.skip)('builds and opens what was generated before', () => {
      const targets = ['build', 'verify-load', 'verify-load-together', 'test', 'lint'];
      const output = workspace.nx('run-many', '-t', ...targets, '--outputStyle=static');
      expect(output).toContain('✔ plugins/shop loads (Nakama 3.40.0, loaded)');
      expect(output).toContain('✔ 2 plugins in one server');
      workspace.edit('libs/score/score.go', /$/, '\nvar unused = 1\n');
      const affected = workspace.tryNx('run-many', '-t', 'build', '--outputStyle=static');
      // The plugin that uses the library is built again, the other is not.
      expect({ code: affected.code, output: affected.output }).toMatchObject({ code: 0 });
      expect(cacheHits(affected.output)).toBe(1);
    });
  });
});
