import { logger, readJson, type Tree } from '@nx/devkit';
import { openWorkspace } from 'nakama-pins';
import { fsTree } from '../../testing/fs-tree';
import { goMod, MAIN_GO, type TempWorkspace, tempWorkspace } from '../../testing/temp-workspace';
import importGenerator from './generator';
import type { ImportOptions } from './schema';

const COMPOSE = 'services:\n  nakama:\n    image: heroiclabs/nakama:3.40.0\n';
const LIBRARY = {
  'libs/score/go.mod': goMod('example.com/score'),
  'libs/score/score.go':
    'package score\n\nimport "github.com/heroiclabs/nakama-common/runtime"\n\nvar Logger runtime.Logger\n',
};
const STUDIO: Record<string, string> = {
  'nx.json': '{}',
  'docker-compose.yml': COMPOSE,
  'plugins/arena/go.mod': goMod('example.com/arena', 'v1.46.0'),
  'plugins/arena/main.go': MAIN_GO,
  'plugins/arena/Dockerfile':
    'FROM heroiclabs/nakama-pluginbuilder:3.40.0 AS builder\nWORKDIR /backend\nCOPY . .\nRUN go build --trimpath --buildmode=plugin -o ./arena.so\n',
  ...LIBRARY,
};

describe('import', () => {
  let workspace: TempWorkspace;
  let info: jest.SpyInstance;
  beforeEach(() => {
    info = jest.spyOn(logger, 'info').mockImplementation(() => undefined);
  });
  afterEach(() => {
    workspace.remove();
    info.mockRestore();
  });

  async function imported(files: Record<string, string>, options: ImportOptions = {}) {
    workspace = tempWorkspace(files);
    const tree = fsTree(workspace.root);
    await importGenerator(tree, { skipFormat: true, ...options });
    return { tree, said: info.mock.calls.map(([line]) => String(line)).join('\n') };
  }

  const written = (tree: Tree): string[] =>
    tree
      .listChanges()
      .map(({ path }) => path)
      .sort();

  it('says what there is, what lies around it and what it lacks, and changes no file of a module', async () => {
    const { tree, said } = await imported(STUDIO);
    expect(said).toContain('1 plugin, 1 library:');
    expect(said).toContain('plugins/arena: plugin example.com/arena, as project arena\n');
    expect(said).toContain('  Nakama 3.40.0 by heroiclabs/nakama:3.40.0 (docker-compose.yml:3)\n');
    expect(said).toMatch(/ {2}images: .*nakama-pluginbuilder:3\.40\.0 \(plugins\/arena\/Dockerfile:1\)/);
    expect(said).toContain('  built by plugins/arena/Dockerfile:4\n');
    expect(said).toMatch(/ {2}it fails: .*nakama-common/);
    expect(said).toContain('libs/score: library example.com/score, as project score\n');
    expect(written(tree)).toEqual(['.gitignore', 'nakama.json', 'nx.json']);
    expect(readJson(tree, 'nakama.json').release).toBe('3.40.0');
  });

  it('judges all that one server opens together', async () => {
    const { said } = await imported({
      ...STUDIO,
      'plugins/lobby/go.mod': goMod('example.com/arena'),
      'plugins/lobby/main.go': MAIN_GO,
    });
    expect(said).toMatch(/plugins\/lobby: .*\n(?: {2}.*\n)* {2}it fails: .*duplicate-plugin-path/);
  });

  it('leaves every verdict as it was', async () => {
    const { tree } = await imported(STUDIO);
    const verdicts = async () =>
      (await openWorkspace({ root: workspace.root }).verify(['.'])).modules.map(
        ({ dir, release, findings }) => ({ dir, release, ids: findings.map(({ id }) => id) }),
      );
    const before = await verdicts();
    for (const { path, content } of tree.listChanges()) workspace.write({ [path]: String(content) });
    expect(await verdicts()).toEqual(before);
  });

  it('gives tags, and another name where a project has it', async () => {
    const { tree, said } = await imported(
      { ...STUDIO, 'apps/arena/project.json': '{ "name": "arena" }' },
      { folders: 'plugins/', tags: 'scope:game, team:blue' },
    );
    expect(said).toContain('as project plugins-arena\n');
    expect(said).toContain('the project of apps/arena has the name of its folder');
    expect(readJson(tree, 'plugins/arena/project.json')).toEqual({
      $schema: '../../node_modules/nx/schemas/project-schema.json',
      name: 'plugins-arena',
      tags: ['scope:game', 'team:blue'],
    });
    expect(said).not.toContain('libs/score');
  });

  it('keeps what a project.json has', async () => {
    const own = { name: 'the-arena', tags: ['a'], targets: { x: { command: 'true' } } };
    const { tree, said } = await imported(
      { ...STUDIO, 'plugins/arena/project.json': JSON.stringify(own) },
      { folders: 'plugins/arena', tags: 'b' },
    );
    expect(said).toContain('as project the-arena\n');
    expect(readJson(tree, 'plugins/arena/project.json')).toEqual({ ...own, tags: ['a', 'b'] });
  });

  it.each([
    [
      'apps',
      'apps has no plugin or library: there is no such folder.\n  fix: choose from libs/score, plugins/arena',
    ],
    ['web', 'web has no plugin or library: no Go module in it declares InitModule'],
  ])('refuses the folder %s, and names those that have modules', async (folders, message) => {
    await expect(imported({ ...STUDIO, 'web/index.html': '' }, { folders })).rejects.toThrow(message);
  });

  it('refuses a repository without any, and one whose release nobody can say', async () => {
    await expect(imported({ 'nx.json': '{}' })).rejects.toThrow('fix: create one: npx nx g nakama-plugin');
    workspace.remove();
    const silent = { ...LIBRARY, 'nx.json': '{}', 'plugins/arena/main.go': MAIN_GO };
    await expect(
      imported({ ...silent, 'plugins/arena/go.mod': goMod('example.com/arena', 'v1.44.2') }),
    ).rejects.toThrow('fix: npx nx g nx-nakama:import --release=');
  });
});
