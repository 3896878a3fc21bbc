import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { logger, type Tree, writeJson } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { goMod, MAIN_GO, type TempWorkspace, tempWorkspace } from '../../testing/temp-workspace';
import { verifyIn } from '../../testing/verify-in';
import nakamaLibraryGenerator from '../nakama-library/generator';
import nakamaPluginGenerator from '../nakama-plugin/generator';
import useLibraryGenerator from './generator';

const HAS_GO = spawnSync('go', ['version']).status === 0;

describe('use-library', () => {
  let tree: Tree;
  let info: jest.SpyInstance;
  beforeEach(async () => {
    info = jest.spyOn(logger, 'info').mockImplementation(() => undefined);
    tree = createTreeWithEmptyWorkspace();
    writeJson(tree, 'package.json', { name: '@acme/game' });
    writeJson(tree, 'nakama.json', { release: '3.40.0' });
    await nakamaLibraryGenerator(tree, { name: 'score', skipFormat: true });
    await nakamaLibraryGenerator(tree, { name: 'rewards', skipFormat: true });
  });
  afterEach(() => jest.restoreAllMocks());

  const use = (plugin: string, libraries: string) =>
    useLibraryGenerator(tree, { plugin, libraries, skipFormat: true });
  const read = (file: string): string => tree.read(file, 'utf-8') ?? '';
  const said = (): string => info.mock.calls.map(([line]) => String(line)).join('\n');

  function filesOf(folder: string): Record<string, string> {
    const files = tree.listChanges().filter(({ path }) => path.startsWith(`${folder}/`));
    return Object.fromEntries(
      files.flatMap(({ path, content }) => (content ? [[path, String(content)]] : [])),
    );
  }

  /** What a go.mod says, however it is grouped. */
  const linesOf = (text = ''): string[] =>
    text
      .split('\n')
      .map((line) => line.replace(/^(?:require|replace) |^\t/, ''))
      .filter((line) => /\w/.test(line))
      .sort();

  /** A plugin as `nakama-plugin --imports` makes it, under the name of another. */
  async function made(imports: string): Promise<Record<string, string>> {
    const other = createTreeWithEmptyWorkspace();
    for (const { path, content } of tree.listChanges()) if (content) other.write(path, content);
    await nakamaPluginGenerator(other, { name: 'arena', imports, skipFormat: true });
    const files = other.listChanges().filter(({ path }) => path.startsWith('plugins/'));
    return Object.fromEntries(files.map(({ path, content }) => [path, String(content)]));
  }

  it('makes of a generated plugin what is generated with the library, but for the call', async () => {
    const expected = await made('rewards,score');
    await nakamaPluginGenerator(tree, { name: 'arena', skipFormat: true });
    await use('arena', 'rewards');
    await use('plugins/arena', 'libs/score');
    const files = filesOf('plugins');
    const main = files['plugins/arena/main.go'];
    const dockerfile = files['plugins/arena/Dockerfile'];
    files['plugins/arena/Dockerfile'] = String(dockerfile).replace('arena/ .\n', 'arena/ ./\n');
    for (const name of ['.dockerignore', 'Dockerfile', 'Dockerfile.dockerignore', 'README.md', 'go.sum']) {
      const file = `plugins/arena/${name}`;
      expect([file, files[file]]).toEqual([file, expected[file]]);
    }
    // `go mod edit` writes new lines below those that are there, a template into one block.
    expect(linesOf(files['plugins/arena/go.mod'])).toEqual(linesOf(expected['plugins/arena/go.mod']));
    expect(main).toContain(`
	"github.com/heroiclabs/nakama-common/runtime"

	// Linked, so that its modules are pinned with this plugin's. Call it where you need it.
	_ "example.com/acme/libs/rewards"

	// Linked, so that its modules are pinned with this plugin's. Call it where you need it.
	_ "example.com/acme/libs/score"
)
`);
    expect(said()).toContain('✔ plugins/arena loads (Nakama 3.40.0)');
  });

  it('changes nothing where the plugin uses it already', async () => {
    await nakamaPluginGenerator(tree, { name: 'arena', imports: 'score', skipFormat: true });
    const before = filesOf('.');
    const plugin = filesOf('plugins');
    await use('arena', 'score');
    expect(filesOf('plugins')).toEqual(plugin);
    expect(filesOf('.')).toEqual(before);
  });

  it("takes up what a library requires, at the release's versions, and the modules that it replaces", async () => {
    tree.write(
      'libs/deep/go.mod',
      'module example.com/deep\n\ngo 1.26.5\n\nrequire go.uber.org/zap v1.20.0\n',
    );
    tree.write('libs/deep/deep.go', 'package deep\n');
    tree.write(
      'libs/score/go.mod',
      `${read('libs/score/go.mod')}\nrequire example.com/deep v0.0.0\n\nreplace example.com/deep => ../deep\n`,
    );
    await nakamaPluginGenerator(tree, { name: 'arena', skipFormat: true });
    await use('arena', 'score');
    expect(linesOf(read('plugins/arena/go.mod'))).toEqual([
      'example.com/acme/libs/score => ../../libs/score',
      'example.com/acme/libs/score v0.0.0',
      'example.com/deep => ../../libs/deep',
      'example.com/deep v0.0.0 // indirect',
      'github.com/heroiclabs/nakama-common v1.47.0',
      'go 1.26.5',
      'go.uber.org/zap v1.28.0 // indirect',
      'google.golang.org/protobuf v1.36.11 // indirect',
      'module example.com/arena',
    ]);
    expect(read('plugins/arena/go.sum')).toContain('go.uber.org/zap v1.28.0 h1:');
  });

  describe('a Dockerfile that was written by hand', () => {
    const BUILD =
      'RUN go build -trimpath -buildmode=plugin -o /a.so .\n\nFROM heroiclabs/nakama:3.40.0\nCOPY --from=b /a.so /nakama/data/modules/\n';
    const FROM = 'FROM heroiclabs/nakama-pluginbuilder:3.40.0 AS b\n';
    beforeEach(async () => {
      await nakamaPluginGenerator(tree, { name: 'arena', skipFormat: true });
      tree.delete('plugins/arena/.dockerignore');
    });

    it('is edited where it is built from a folder that holds both', async () => {
      tree.write(
        'plugins/arena/Dockerfile',
        `${FROM}WORKDIR /src/plugins/arena\nCOPY plugins/arena .\n${BUILD}`,
      );
      tree.write('plugins/arena/Dockerfile.dockerignore', '*\n!plugins/arena\n**/*.md\n');
      await use('arena', 'score');
      expect(read('plugins/arena/Dockerfile')).toBe(
        `${FROM}WORKDIR /src/plugins/arena\nCOPY libs/score/ /src/libs/score/\nCOPY plugins/arena .\n${BUILD}`,
      );
      expect(read('plugins/arena/Dockerfile.dockerignore')).toBe('*\n!plugins/arena\n!libs/score\n**/*.md\n');
    });

    it('stays where it has to be built from another folder, and each line to write is said', async () => {
      const text = `${FROM}WORKDIR /build\nCOPY . .\n${BUILD}`;
      tree.write('plugins/arena/Dockerfile', text);
      await use('arena', 'score');
      expect(read('plugins/arena/Dockerfile')).toBe(text);
      expect(said()).toContain(
        'fix: write in plugins/arena/Dockerfile:3: COPY plugins/arena/ . in place of COPY . . && insert above plugins/arena/Dockerfile:3: COPY libs/score/ /libs/score/ (then build it from the workspace root: docker build -f plugins/arena/Dockerfile .)',
      );
      expect(said()).toContain('plugins/arena/Dockerfile stays as it is, since it was written by hand');
    });

    it('stays where nobody can tell what it sees, and where it has to copy the library to is said', async () => {
      const text = `${FROM}WORKDIR /build\nCOPY . .\nRUN ./prepare.sh\n${BUILD}`;
      tree.write('plugins/arena/Dockerfile', text);
      await use('arena', 'score');
      expect(read('plugins/arena/Dockerfile')).toBe(text);
      expect(said()).toContain("COPY libs/score/ <the plugin's folder in the image>/../../libs/score/");
    });

    it('and a generated one that a compose file builds from the plugin stays, too', async () => {
      await nakamaPluginGenerator(tree, { name: 'shop', skipFormat: true });
      tree.write('compose.yml', 'services:\n  nakama:\n    build: plugins/shop\n');
      const text = read('plugins/shop/Dockerfile');
      await use('shop', 'score');
      expect(read('plugins/shop/Dockerfile')).toBe(text);
      expect(said()).toContain(
        '(and in compose.yml:3 build from context: . with dockerfile: plugins/shop/Dockerfile)',
      );
    });
  });

  it('says nothing of Docker where the plugin has no Dockerfile, and keeps imports that are there', async () => {
    tree.write('plugins/arena/go.mod', goMod('example.com/arena'));
    tree.write(
      'plugins/arena/main.go',
      MAIN_GO.replace('\t"github', '\t"example.com/acme/libs/score"\n\t"github').replace(
        'return nil',
        'return score.Decode("{}", &struct{}{})',
      ),
    );
    const main = read('plugins/arena/main.go');
    await use('arena', 'score');
    expect(read('plugins/arena/main.go')).toBe(main);
    expect(read('plugins/arena/go.mod')).toContain(
      'replace example.com/acme/libs/score => ../../libs/score\n',
    );
    expect(said()).not.toMatch(/docker/i);
  });

  it.each<[string, string, string, string]>([
    ['nobody', 'score', '"nobody" can\'t use a library: there is no Go module of this name', 'arena'],
    ['arena', 'nothing', '"nothing" can\'t be imported: there is no Go module of this name', 'score'],
    ['arena', ' , ', 'no library is named', 'use-library <plugin> <library>'],
    [
      'score',
      'rewards',
      'it is no plugin: no package main in it declares InitModule',
      'name the plugin first',
    ],
    ['score', 'arena', 'it is no plugin', 'use-library <plugin> <library>'],
    ['arena', 'shop', 'it is a program or plugin (package main)', 'nx g nakama-library'],
    ['arena', 'empty', 'it holds no Go package', 'write the package first'],
    ['arena', 'ring', 'libs/ring uses plugins/arena, which would use itself then', 'nx g nakama-library'],
    ['vendored', 'score', 'it has vendor/, which only Go makes anew', 'go -C plugins/vendored mod vendor'],
    ['other', 'score', 'is replaced by something else than libs/score', 'go mod edit -replace='],
  ])('refuses %s and %s, writing nothing', async (plugin, libraries, fault, fix) => {
    for (const name of ['arena', 'shop', 'vendored', 'other'])
      await nakamaPluginGenerator(tree, { name, skipFormat: true });
    tree.write('plugins/vendored/vendor/modules.txt', '');
    tree.write(
      'plugins/other/go.mod',
      `${read('plugins/other/go.mod')}\nreplace example.com/acme/libs/score => ../../elsewhere\n`,
    );
    tree.write('libs/empty/go.mod', 'module example.com/empty\n');
    tree.write(
      'libs/ring/go.mod',
      'module example.com/ring\n\nrequire example.com/acme/plugins/arena v0.0.0\n\nreplace example.com/acme/plugins/arena => ../../plugins/arena\n',
    );
    tree.write('libs/ring/ring.go', 'package ring\n');
    const before = JSON.stringify(tree.listChanges());
    await expect(use(plugin, libraries)).rejects.toThrow(fault);
    await expect(use(plugin, libraries)).rejects.toThrow(fix);
    expect(JSON.stringify(tree.listChanges())).toBe(before);
  });

  (HAS_GO ? describe : describe.skip)('judged by Go', () => {
    let workspace: TempWorkspace;
    beforeAll(() => {
      workspace = tempWorkspace();
    });
    afterAll(() => workspace.remove());

    it('what it writes is formatted, tidy, links the library and loads', async () => {
      await nakamaPluginGenerator(tree, { name: 'arena', skipFormat: true });
      await use('arena', 'score,rewards');
      workspace.write({
        'nakama.json': '{ "release": "3.40.0" }',
        ...filesOf('libs'),
        ...filesOf('plugins'),
      });
      const cwd = join(workspace.root, 'plugins/arena');
      const env = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '', GOWORK: 'off' };
      const go = (...args: string[]): string =>
        execFileSync('go', args, { cwd, env, encoding: 'utf8', stdio: 'pipe' });
      expect(execFileSync('gofmt', ['-l', '.'], { cwd, encoding: 'utf8' })).toBe('');
      expect(go('mod', 'tidy', '-diff')).toBe('');
      expect(go('list', '-deps', '.')).toContain('example.com/acme/libs/score\n');
      expect(await verifyIn(workspace.root, 'plugins/arena')).toMatchObject({
        verdict: 'loads',
        findings: [],
      });
    });
  });
});
