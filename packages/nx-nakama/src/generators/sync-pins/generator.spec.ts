import { logger } from '@nx/devkit';
import { fsTree } from '../../testing/fs-tree';
import { goMod, goSum, MAIN_GO, type TempWorkspace, tempWorkspace } from '../../testing/temp-workspace';
import { syncPins } from './generator';

describe('sync-pins', () => {
  let workspace: TempWorkspace;
  beforeEach(() => {
    workspace = tempWorkspace({ 'nakama.json': '{ "release": "3.40.0" }' });
  });
  afterEach(() => {
    workspace.remove();
    jest.restoreAllMocks();
  });

  function plugin(name: string, common?: string): void {
    workspace.write({
      [`plugins/${name}/go.mod`]: goMod(`example.com/${name}`, common),
      [`plugins/${name}/go.sum`]: goSum(),
      [`plugins/${name}/main.go`]: MAIN_GO,
    });
  }

  it('changes nothing and says nothing where all is in step', () => {
    plugin('arena');
    const tree = fsTree(workspace.root);
    expect(syncPins(tree, ['plugins/arena'])).toEqual({});
    expect(syncPins(tree, [])).toEqual({});
    expect(tree.listChanges()).toEqual([]);
  });

  it('leaves a vendored module alone, and says what makes it whole', () => {
    plugin('arena', 'v1.46.0');
    plugin('shop', 'v1.46.0');
    workspace.write({
      'plugins/arena/vendor/modules.txt':
        '# github.com/heroiclabs/nakama-common v1.46.0\n## explicit; go 1.26.3\ngithub.com/heroiclabs/nakama-common/runtime\n# google.golang.org/protobuf v1.36.11\n## explicit; go 1.23\n',
    });
    const warn = jest.spyOn(logger, 'warn').mockImplementation(() => undefined);
    const left =
      'plugins/arena: left as it is: its pins need another vendor/, which only Go makes\n  fix: npx nakama-pins pin plugins/arena';
    const tree = fsTree(workspace.root);
    const { outOfSyncDetails } = syncPins(tree, ['plugins/arena', 'plugins/shop']);
    expect(tree.listChanges().map(({ path }) => path)).toEqual(['plugins/shop/go.mod']);
    expect(outOfSyncDetails).toContain(left);
    expect(syncPins(fsTree(workspace.root), ['plugins/arena'])).toEqual({});
    expect(warn).toHaveBeenCalledWith(left);
  });

  it('fixes all projects in the tree, and names projects and pins', () => {
    plugin('arena', 'v1.46.0');
    plugin('chat');
    plugin('shop', 'v1.45.0');
    workspace.write({
      'compose.yaml': 'services:\n  nakama:\n    image: heroiclabs/nakama:3.39.0\n',
      'plugins/shop/Dockerfile': 'FROM heroiclabs/nakama-pluginbuilder:3.38.0 AS builder\n',
    });
    const tree = fsTree(workspace.root);
    const dirs = ['plugins/arena', 'plugins/chat', 'plugins/shop'];
    expect(syncPins(tree, dirs)).toEqual({
      outOfSyncMessage: '2 Nakama modules are not in step with the release: plugins/arena, plugins/shop',
      outOfSyncDetails: [
        'compose.yaml:3 heroiclabs/nakama:3.39.0 → heroiclabs/nakama:3.40.0',
        'plugins/arena: github.com/heroiclabs/nakama-common v1.46.0 → v1.47.0',
        'plugins/shop: Dockerfile:1 heroiclabs/nakama-pluginbuilder:3.38.0 → heroiclabs/nakama-pluginbuilder:3.40.0',
        'plugins/shop: github.com/heroiclabs/nakama-common v1.45.0 → v1.47.0',
      ],
    });
    expect(tree.listChanges().map(({ path }) => path)).toEqual([
      'compose.yaml',
      'plugins/arena/go.mod',
      'plugins/shop/Dockerfile',
      'plugins/shop/go.mod',
    ]);
    // What is in the tree is in step, as Nx would write it.
    expect(syncPins(tree, dirs)).toEqual({});
  });

  it('takes what another generator changed in the tree for what is there', () => {
    plugin('arena');
    const tree = fsTree(workspace.root);
    tree.write('nakama.json', '{ "release": "3.39.0" }');
    expect(syncPins(tree, ['plugins/arena']).outOfSyncDetails).toContain(
      'plugins/arena: github.com/heroiclabs/nakama-common v1.47.0 → v1.46.0',
    );
  });

  it('names what can not be read beside the others, and never throws', () => {
    plugin('arena', 'v1.46.0');
    workspace.write({
      'plugins/broken/go.mod': `${goMod('example.com/broken')}\nrequire (\n`,
      'plugins/broken/main.go': MAIN_GO,
    });
    const { outOfSyncDetails } = syncPins(fsTree(workspace.root), ['plugins/arena', 'plugins/broken']);
    expect(outOfSyncDetails?.[0]).toBe(
      'plugins/arena: github.com/heroiclabs/nakama-common v1.46.0 → v1.47.0',
    );
    expect(outOfSyncDetails?.[1]).toMatch(/^plugins\/broken\/go\.mod:10:1: /);

    const warn = jest.spyOn(logger, 'warn').mockImplementation(() => undefined);
    expect(syncPins(fsTree(workspace.root), ['plugins/broken'])).toEqual({});
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('plugins/broken/go.mod:10:1: '));
  });

  it('shortens the names of many', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    for (const name of names) plugin(name, 'v1.46.0');
    const dirs = names.map((name) => `plugins/${name}`);
    expect(syncPins(fsTree(workspace.root), dirs).outOfSyncMessage).toBe(
      '7 Nakama modules are not in step with the release: plugins/a, plugins/b, plugins/c, plugins/d, plugins/e and 2 more',
    );
  });
});
