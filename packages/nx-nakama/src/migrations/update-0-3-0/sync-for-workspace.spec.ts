import { readJson, type Tree, writeJson } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import syncForWorkspace from './sync-for-workspace';

const OURS = 'nx-nakama:sync-pins';

describe('the migration of the sync generator', () => {
  let tree: Tree;
  beforeEach(() => {
    tree = createTreeWithEmptyWorkspace();
  });

  async function migrated(nxJson: object): Promise<unknown> {
    writeJson(tree, 'nx.json', nxJson);
    await syncForWorkspace(tree);
    return readJson(tree, 'nx.json');
  }

  it('registers it for the workspace, beside what is there', async () => {
    expect(await migrated({ plugins: ['nx-nakama'] })).toEqual({
      plugins: ['nx-nakama'],
      sync: { globalGenerators: [OURS] },
    });
    expect(await migrated({ sync: { applyChanges: true, globalGenerators: ['a:b'] } })).toEqual({
      sync: { applyChanges: true, globalGenerators: ['a:b', OURS] },
    });
  });

  it.each([
    ['registered', { sync: { globalGenerators: [OURS] } }],
    ['switched off', { sync: { disabledTaskSyncGenerators: [OURS] } }],
  ])('changes nothing where it is %s', async (_, nxJson) => {
    expect(await migrated(nxJson)).toEqual(nxJson);
  });
});
