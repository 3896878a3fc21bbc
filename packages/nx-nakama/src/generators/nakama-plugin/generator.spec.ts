import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { logger, readJson, readNxJson, type Tree, updateNxJson, writeJson } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { openCatalog } from 'nakama-pins';
import { goMod, type TempWorkspace, tempWorkspace } from '../../testing/temp-workspace';
import { verifyIn } from '../../testing/verify-in';
import nakamaLibraryGenerator from '../nakama-library/generator';
import nakamaPluginGenerator from './generator';
import type { NakamaPluginGeneratorOptions } from './schema';

const HAS_GO = spawnSync('go', ['version']).status === 0;

describe('nakama-plugin', () => {
  let tree: Tree;
  beforeEach(() => {
    jest.spyOn(logger, 'info').mockImplementation(() => undefined);
    tree = createTreeWithEmptyWorkspace();
    writeJson(tree, 'package.json', { name: '@acme/game' });
    writeJson(tree, 'nakama.json', { release: '3.40.0' });
  });

  afterEach(() => jest.restoreAllMocks());

  const generate = (options: NakamaPluginGeneratorOptions) =>
    nakamaPluginGenerator(tree, { ...options, skipFormat: true });

  /** Generated files by path. */
  function generated(folder: string): Record<string, string> {
    const files = tree.listChanges().filter(({ path }) => path.startsWith(`${folder}/`));
    return Object.fromEntries(files.map(({ path, content }) => [path, String(content)]));
  }

  it('writes a plugin', async () => {
    await generate({ name: 'arena' });
    expect(generated('plugins')).toMatchSnapshot();
  });

  it('speaks of the targets by the names that nx.json gives them', async () => {
    const options = { build: { targetName: 'compile' }, test: { targetName: 'go-test' } };
    updateNxJson(tree, { plugins: [{ plugin: 'nx-nakama', options }] });
    await generate({ name: 'arena' });
    const readme = tree.read('plugins/arena/README.md', 'utf-8');
    for (const target of ['compile', 'go-test', 'verify-pins', 'verify-load', 'pin'])
      expect(readme).toContain(`npx nx ${target} arena`);
    // It follows a move of release, because it names none.
    expect(readme).not.toMatch(/\d+\.\d+\.\d+/);
  });

  it('writes a plugin elsewhere, for another release, with tags', async () => {
    await generate({
      name: 'daily-rewards',
      directory: './game/Rewards/',
      module: 'github.com/acme/rewards/v2',
      release: '3.38.0',
      tags: 'scope:game, type:plugin',
    });
    expect(generated('game')).toMatchSnapshot();
  });

  it('prepares a workspace that has not been', async () => {
    tree.delete('nakama.json');
    await generate({ name: 'arena' });
    expect(readJson(tree, 'nakama.json').release).toBe(openCatalog().get('latest').version);
    expect(readNxJson(tree)?.plugins).toEqual(['nx-nakama']);
  });

  it('takes the release that is asked for as that of a workspace that names none', async () => {
    tree.delete('nakama.json');
    await generate({ name: 'arena', release: '3.38' });
    expect(readJson(tree, 'nakama.json').release).toBe('3.38.0');
    expect(tree.exists('plugins/arena/nakama.json')).toBe(false);
  });

  it('calls the project as inference will, where another plugin has a folder of its name', async () => {
    await generate({ name: 'arena' });
    await generate({ name: 'arena', directory: 'eu/arena', tags: 'region:eu' });
    expect(readJson(tree, 'eu/arena/project.json').name).toBe('eu-arena');
    expect(tree.read('eu/arena/README.md', 'utf-8')).toContain('nx verify-pins eu-arena');
  });

  it('says where an unknown release is configured', async () => {
    writeJson(tree, 'plugins/nakama.json', { release: '3.41.0' });
    await expect(generate({ name: 'arena' })).rejects.toThrow(
      'plugins/nakama.json:2:14: Nakama release "3.41.0" is not known: the catalog ends at 3.40.0 (',
    );
  });

  it('pins to the nearest nakama.json, writing one of its own only for another release', async () => {
    writeJson(tree, 'plugins/nakama.json', { release: '3.39.0' });
    await generate({ name: 'arena' });
    await generate({ name: 'shop', release: '3.39' });
    await generate({ name: 'chat', release: '3.40.0' });
    expect(tree.read('plugins/arena/go.mod', 'utf-8')).toContain('nakama-common v1.46.0');
    expect(tree.exists('plugins/arena/nakama.json')).toBe(false);
    expect(tree.exists('plugins/shop/nakama.json')).toBe(false);
    expect(readJson(tree, 'plugins/chat/nakama.json')).toEqual({
      $schema: '../../node_modules/nakama-pins/schema/nakama.schema.json',
      release: '3.40.0',
    });
  });

  describe('every release', () => {
    let workspace: TempWorkspace;
    beforeAll(() => {
      workspace = tempWorkspace();
    });
    afterAll(() => workspace.remove());

    it.each(
      openCatalog()
        .list()
        .map(({ version }) => version),
    )('%s: what is generated loads', async (release) => {
      const directory = `plugins/r${release}`;
      await generate({ name: 'arena', directory, release });
      workspace.write({ 'nakama.json': '{ "release": "3.40.0" }', ...generated(directory) });
      const report = await verifyIn(workspace.root, directory);
      expect(report).toMatchObject({ release, verdict: 'loads', findings: [] });
    });
  });

  (HAS_GO ? describe : describe.skip)('judged by Go', () => {
    let workspace: TempWorkspace;
    beforeAll(() => {
      workspace = tempWorkspace();
    });
    afterAll(() => workspace.remove());

    function go(dir: string, ...args: string[]): string {
      const env = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '', GOWORK: 'off' };
      return execFileSync('go', args, {
        cwd: join(workspace.root, dir),
        env,
        encoding: 'utf8',
        stdio: 'pipe',
      });
    }

    it('with libraries: is formatted, tidy, vets and passes its test', async () => {
      await nakamaLibraryGenerator(tree, { name: 'score', skipFormat: true });
      await nakamaLibraryGenerator(tree, { name: 'json', skipFormat: true });
      await generate({ name: 'arena', imports: 'json,score' });
      workspace.write({ ...generated('libs'), ...generated('plugins') });
      expect(
        execFileSync('gofmt', ['-l', 'libs', 'plugins'], { cwd: workspace.root, encoding: 'utf8' }),
      ).toBe('');
      for (const directory of ['libs/score', 'libs/json', 'plugins/arena']) {
        go(directory, 'vet', './...');
        expect(go(directory, 'test', './...')).toMatch(/^ok/);
        expect(go(directory, 'mod', 'tidy', '-diff')).toBe('');
      }
      workspace.write({ 'nakama.json': '{ "release": "3.40.0" }' });
      for (const directory of ['libs/score', 'plugins/arena']) {
        expect(await verifyIn(workspace.root, directory)).toMatchObject({ verdict: 'loads', findings: [] });
      }
    });

    it.each(['3.40.0', '3.24.0', '3.15.0'])(
      '%s: is formatted, tidy, vets and passes its test',
      async (release) => {
        const directory = `plugins/r${release}`;
        await generate({ name: 'arena', directory, release });
        workspace.write(generated(directory));
        expect(
          execFileSync('gofmt', ['-l', '.'], { cwd: join(workspace.root, directory), encoding: 'utf8' }),
        ).toBe('');
        go(directory, 'vet', './...');
        expect(go(directory, 'test', './...')).toMatch(/^ok/);
        expect(go(directory, 'mod', 'tidy', '-diff')).toBe('');
      },
    );
  });
  if (!HAS_GO) console.warn('SKIPPED: there is no go on the PATH, the generated plugin was not compiled');

  describe('with libraries', () => {
    const library = (name: string) => nakamaLibraryGenerator(tree, { name, skipFormat: true });

    it('wires them in: replace, requirements, sums, imports, Docker', async () => {
      await library('score');
      await library('rewards');
      await generate({ name: 'arena', imports: 'score, rewards' });
      expect(generated('plugins')).toMatchSnapshot();
    });

    it("takes what a library requires into the plugin, at the server's versions", async () => {
      tree.write(
        'libs/score/go.mod',
        `module example.com/score

go 1.26.5

require (
	example.com/deep v0.0.0
	go.uber.org/zap v1.20.0
	github.com/acme/only v1.2.3
)

replace example.com/deep => ../deep
`,
      );
      tree.write('libs/score/go.sum', 'github.com/acme/only v1.2.3/go.mod h1:aaaa=\n');
      tree.write('libs/score/score.go', 'package score\n');
      tree.write('libs/deep/go.mod', 'module example.com/deep\n\nrequire github.com/acme/only v1.3.0\n');
      tree.write('libs/deep/deep.go', 'package deep\n');
      await generate({ name: 'arena', imports: 'libs/score' });
      expect(tree.read('plugins/arena/go.mod', 'utf-8')).toMatchInlineSnapshot(`
       "module example.com/arena

       go 1.26.5

       require (
       	example.com/score v0.0.0
       	github.com/heroiclabs/nakama-common v1.47.0
       )

       require (
       	example.com/deep v0.0.0 // indirect
       	github.com/acme/only v1.3.0 // indirect
       	go.uber.org/zap v1.28.0 // indirect
       	google.golang.org/protobuf v1.36.11 // indirect
       )

       replace example.com/deep => ../../libs/deep
       replace example.com/score => ../../libs/score
       "
      `);
      expect(tree.read('plugins/arena/go.sum', 'utf-8')).toContain(
        'github.com/acme/only v1.2.3/go.mod h1:aaaa=\n',
      );
      expect(tree.read('plugins/arena/go.sum', 'utf-8')).toMatch(/go\.uber\.org\/zap v1\.\d+\.0 h1:/);
      // It has no Decode: there is nothing to call that is known here.
      expect(tree.read('plugins/arena/main.go', 'utf-8')).toContain('\t_ "example.com/score"\n');
    });

    it.each([
      ['json', 'jsonlib "example.com/acme/libs/json"', 'jsonlib.Decode('],
      ['daily-rewards', 'dailyrewards "example.com/acme/libs/daily-rewards"', 'dailyrewards.Decode('],
    ])('calls the package of the library %s by a name of its own', async (name, imported, called) => {
      await library(name);
      await generate({ name: 'arena', imports: name });
      expect(tree.read('plugins/arena/main.go', 'utf-8')).toContain(imported);
      expect(tree.read('plugins/arena/main.go', 'utf-8')).toContain(called);
    });

    it.each([
      ['nobody', '"nobody" can\'t be imported: there is no Go module of this name, folder or path', 'shop'],
      ['shop', 'it is a program or plugin (package main)', 'nx g nakama-library'],
      ['libs/empty', 'it holds no Go package', 'write the package first'],
    ])('refuses %s, writing nothing', async (imports, fault, fix) => {
      await generate({ name: 'shop' });
      tree.write('libs/empty/go.mod', 'module example.com/empty\n');
      const before = JSON.stringify(tree.listChanges());
      await expect(generate({ name: 'arena', imports })).rejects.toThrow(fault);
      await expect(generate({ name: 'arena', imports })).rejects.toThrow(fix);
      expect(JSON.stringify(tree.listChanges())).toBe(before);
    });
  });

  describe('the module path', () => {
    const moduleOf = (dir: string) => /^module (.+)$/m.exec(tree.read(`${dir}/go.mod`, 'utf-8') ?? '')?.[1];

    it.each([
      ['github:acme/game', 'github.com/acme/game/plugins/arena'],
      ['acme/game', 'github.com/acme/game/plugins/arena'],
      ['git+https://github.com/Acme/game.git', 'github.com/Acme/game/plugins/arena'],
      ['git@gitlab.example.com:acme/sub/game.git', 'gitlab.example.com/acme/sub/game/plugins/arena'],
      [
        { url: 'ssh://git@github.com:22/acme/game.git', directory: 'server' },
        'github.com/acme/game/server/plugins/arena',
      ],
      ['https://user:secret@git.example.com:8443/acme/game/', 'git.example.com/acme/game/plugins/arena'],
    ])('follows from the repository %j', async (repository, module) => {
      writeJson(tree, 'package.json', { name: 'game', repository });
      await generate({ name: 'arena' });
      expect(moduleOf('plugins/arena')).toBe(module);
    });

    it('follows from the git remote', async () => {
      tree.write(
        '.git/config',
        '[remote "fork"]\n\turl = git@github.com:me/game.git\n[remote "origin"]\n\tfetch = x\n\turl = git@github.com:acme/game.git\n[branch "main"]\n\tremote = origin\n',
      );
      await generate({ name: 'arena' });
      expect(moduleOf('plugins/arena')).toBe('github.com/acme/game/plugins/arena');
    });

    it('follows from the plugins that are there', async () => {
      tree.write('plugins/shop/go.mod', goMod('git.example.org/acme/modules/shop'));
      tree.write('plugins/chat/go.mod', goMod('git.example.org/acme/modules/chat'));
      await generate({ name: 'arena' });
      expect(moduleOf('plugins/arena')).toBe('git.example.org/acme/modules/arena');
    });

    it('follows the folders where theirs do', async () => {
      tree.write('plugins/shop/go.mod', goMod('git.example.org/acme/plugins/shop'));
      tree.write('eu/chat/go.mod', goMod('git.example.org/acme/eu/chat'));
      await generate({ name: 'arena', directory: 'us/arena' });
      expect(moduleOf('us/arena')).toBe('git.example.org/acme/us/arena');
    });

    it.each([
      ['@acme/source', 'example.com/acme/plugins/arena'],
      ['My Game!', 'example.com/my-game/plugins/arena'],
    ])('is else below example.com, by the workspace %s', async (name, module) => {
      writeJson(tree, 'package.json', { name });
      await generate({ name: 'arena' });
      expect(moduleOf('plugins/arena')).toBe(module);
    });
  });

  describe('refusals', () => {
    beforeEach(() => {
      tree.write('plugins/taken/notes.txt', 'mine');
      tree.write('plugins/shop/go.mod', goMod('example.com/shop'));
      tree.write('file', 'a file');
      tree.write('libs/broken/go.mod', 'module (');
      writeJson(tree, 'libs/chat/project.json', { name: 'chat' });
    });

    it.each<[NakamaPluginGeneratorOptions, string]>([
      [{ name: '' }, '"" can\'t be the name of a plugin: it is empty'],
      [{ name: 'Arena' }, 'it does not begin with a lower-case letter'],
      [{ name: 'myArena' }, 'it holds "A"'],
      [{ name: 'my arena' }, 'it holds " "'],
      [{ name: 'aréna' }, 'it holds "é"'],
      [{ name: '..' }, 'it does not begin with a lower-case letter'],
      [{ name: '-arena' }, 'it does not begin with a lower-case letter'],
      [{ name: '2fast' }, 'it does not begin with a lower-case letter'],
      [{ name: 'arena-' }, 'it ends with a separator'],
      [{ name: 'a/b' }, 'it holds a path separator; give the folder with --directory'],
      [{ name: 'a\\b' }, 'it holds a path separator'],
      [{ name: 'func' }, 'it is a keyword of Go'],
      [{ name: 'main' }, 'it is reserved'],
      [{ name: 'vendor' }, 'it is reserved'],
      [{ name: 'con' }, 'is a device name on Windows'],
      [{ name: 'arena', directory: ' ' }, 'it is empty'],
      [{ name: 'arena', directory: '.' }, 'it is the workspace root'],
      [{ name: 'arena', directory: '/tmp/arena' }, 'it is not relative to the workspace root'],
      [{ name: 'arena', directory: 'C:/arena' }, 'it is not relative to the workspace root'],
      [{ name: 'arena', directory: 'plugins\\arena' }, 'it is not relative to the workspace root'],
      [{ name: 'arena', directory: '../arena' }, 'it leaves the workspace'],
      [{ name: 'arena', directory: 'plugins/../../arena' }, 'it leaves the workspace'],
      [{ name: 'arena', directory: 'plugins/.arena' }, 'its folder ".arena" is not made of'],
      [{ name: 'arena', directory: 'my plugins/arena' }, 'its folder "my plugins" is not made of'],
      [{ name: 'arena', directory: 'vendor/arena' }, 'where no plugin is looked for'],
      [{ name: 'arena', directory: 'plugins/taken' }, 'it exists and is not empty'],
      [{ name: 'arena', directory: 'file/arena' }, 'file is a file'],
      [{ name: 'shop' }, 'it exists and is not empty'],
      [{ name: 'chat' }, 'there is an Nx project "chat" in libs/chat'],
      [{ name: 'arena', module: 'example.com/shop' }, 'plugins/shop/go.mod has it'],
      [{ name: 'arena', module: '' }, 'it is empty'],
      [{ name: 'arena', module: 'arena' }, 'has no dot, so it is not a host name'],
      [{ name: 'arena', module: '-x.com/arena' }, 'it begins with a dash'],
      [{ name: 'arena', module: 'Example.com/arena' }, 'may hold only lower-case letters'],
      [{ name: 'arena', module: 'example.com//arena' }, 'it has an empty element'],
      [{ name: 'arena', module: 'example.com/arena/' }, 'it has an empty element'],
      [{ name: 'arena', module: 'example.com/.arena' }, 'begins with a dot'],
      [{ name: 'arena', module: 'example.com/../arena' }, 'begins with a dot'],
      [{ name: 'arena', module: 'example.com/arena.' }, 'ends with a dot'],
      [{ name: 'arena', module: 'example.com/my arena' }, 'it holds " "'],
      [{ name: 'arena', module: 'example.com/arena"' }, 'it holds "\\""'],
      [{ name: 'arena', module: 'example.com/a\nrequire x v1.0.0' }, 'it holds "\\n"'],
      [{ name: 'arena', module: 'example.com/nul.x/arena' }, 'is a device name on Windows'],
      [{ name: 'arena', module: 'example.com/arena~1' }, 'ends with a tilde and digits'],
      [{ name: 'arena', module: 'example.com/arena/v1' }, 'version element "v1" is none that Go knows'],
      [{ name: 'arena', module: 'example.com/arena/v02' }, 'version element "v02" is none that Go knows'],
      [{ name: 'arena', module: 'gopkg.in/arena' }, 'ends with a version like .v1'],
      [{ name: 'arena', release: '3.41.0' }, '3.40.0'],
    ])('%j', async (options, message) => {
      const before = JSON.stringify(tree.listChanges());
      await expect(generate(options)).rejects.toThrow(message);
      expect(JSON.stringify(tree.listChanges())).toBe(before);
    });
  });
});
