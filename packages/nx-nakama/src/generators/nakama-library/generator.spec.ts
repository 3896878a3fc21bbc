import { logger, readJson, type Tree, writeJson } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { openCatalog } from 'nakama-pins';
import { goMod, type TempWorkspace, tempWorkspace } from '../../testing/temp-workspace';
import { verifyIn } from '../../testing/verify-in';
import nakamaLibraryGenerator from './generator';
import type { NakamaLibraryGeneratorOptions } from './schema';

describe('nakama-library', () => {
  let tree: Tree;
  let said: jest.SpyInstance;
  beforeEach(() => {
    said = jest.spyOn(logger, 'info').mockImplementation(() => undefined);
    tree = createTreeWithEmptyWorkspace();
    writeJson(tree, 'package.json', { name: '@acme/game' });
    writeJson(tree, 'nakama.json', { release: '3.40.0' });
  });
  afterEach(() => said.mockRestore());

  const generate = (options: NakamaLibraryGeneratorOptions) =>
    nakamaLibraryGenerator(tree, { ...options, skipFormat: true });

  function generated(folder: string): Record<string, string> {
    const files = tree.listChanges().filter(({ path }) => path.startsWith(`${folder}/`));
    return Object.fromEntries(files.map(({ path, content }) => [path, String(content)]));
  }

  it('writes a library, and says how a plugin uses it', async () => {
    await generate({ name: 'score' });
    expect(generated('libs')).toMatchSnapshot();
    expect(said).toHaveBeenCalledWith(expect.stringContaining('--imports=score'));
  });

  it('names its package by what of its name Go takes, and keeps tags and another release', async () => {
    await generate({
      name: 'daily-rewards',
      directory: 'game/rewards',
      release: '3.38.0',
      tags: 'scope:game',
    });
    expect(tree.read('game/rewards/dailyrewards.go', 'utf-8')).toContain('\npackage dailyrewards\n');
    expect(readJson(tree, 'game/rewards/project.json')).toMatchObject({
      name: 'rewards',
      tags: ['scope:game'],
    });
    expect(readJson(tree, 'game/rewards/nakama.json').release).toBe('3.38.0');
  });

  it.each<[NakamaLibraryGeneratorOptions, string]>([
    [
      { name: 'Score' },
      '"Score" can\'t be the name of a library: it does not begin with a lower-case letter',
    ],
    [{ name: 'score', directory: '..' }, '".." can\'t be a library\'s folder: it leaves the workspace'],
    [{ name: 'score', directory: 'plugins/shop' }, "The library can't be created in plugins/shop"],
    [{ name: 'score', module: 'example.com/shop' }, 'a plugin can import only one module of a path'],
    [{ name: 'score', module: 'score' }, 'has no dot'],
    [{ name: 'score', release: '3.41.0' }, '3.40.0'],
  ])('refuses %j, writing nothing', async (options, message) => {
    tree.write('plugins/shop/go.mod', goMod('example.com/shop'));
    const before = JSON.stringify(tree.listChanges());
    await expect(generate(options)).rejects.toThrow(message);
    expect(JSON.stringify(tree.listChanges())).toBe(before);
  });

  describe('every release', () => {
    let workspace: TempWorkspace;
    beforeAll(() => {
      workspace = tempWorkspace({ 'nakama.json': '{ "release": "3.40.0" }' });
    });
    afterAll(() => workspace.remove());

    it.each(
      openCatalog()
        .list()
        .map(({ version }) => version),
    )('%s: what is generated would load', async (release) => {
      const directory = `libs/r${release}`;
      await generate({ name: 'score', directory, release });
      workspace.write(generated(directory));
      const report = await verifyIn(workspace.root, directory);
      expect(report).toMatchObject({ release, verdict: 'loads', findings: [] });
    });
  });
});
