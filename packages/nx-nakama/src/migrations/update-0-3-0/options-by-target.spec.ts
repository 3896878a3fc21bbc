import { logger, readJson, type Tree, writeJson } from '@nx/devkit';
import migrations from '../../../migrations.json';
import { normalizeOptions } from '../../graph/options';
import { fsTree } from '../../testing/fs-tree';
import { type TempWorkspace, tempWorkspace } from '../../testing/temp-workspace';
import optionsByTarget from './options-by-target';

/** All options that 0.2 had. */
const OLD_OPTIONS = {
  verifyPinsTargetName: 'pins',
  pinTargetName: 'repin',
  buildTargetName: 'compile',
  verifyLoadTargetName: 'load',
  verifyLoadTogetherTargetName: 'load-all',
  testTargetName: 'go-test',
  lintTargetName: 'vet',
  tidyTargetName: 'go-tidy',
};

describe('the migration to 0.3.0', () => {
  let workspace: TempWorkspace;
  let tree: Tree;
  beforeEach(() => {
    jest.spyOn(logger, 'info').mockImplementation(() => undefined);
    workspace = tempWorkspace();
    tree = fsTree(workspace.root);
  });
  afterEach(() => {
    workspace.remove();
    jest.restoreAllMocks();
  });

  async function migrated(nxJson: object): Promise<unknown> {
    writeJson(tree, 'nx.json', nxJson);
    await optionsByTarget(tree);
    return readJson(tree, 'nx.json');
  }

  it('gives every target its name in the new form, which the plugin takes', async () => {
    const options = { serverBinary: 'bin/nakama', ...OLD_OPTIONS };
    const nxJson = (await migrated({ plugins: [{ plugin: 'nx-nakama', options }] })) as {
      plugins: [{ options: object }];
    };
    expect(nxJson.plugins[0].options).toEqual({
      serverBinary: 'bin/nakama',
      verifyPins: { targetName: 'pins' },
      pin: { targetName: 'repin' },
      build: { targetName: 'compile' },
      verifyLoad: { targetName: 'load' },
      verifyLoadTogether: { targetName: 'load-all' },
      test: { targetName: 'go-test' },
      lint: { targetName: 'vet' },
      tidy: { targetName: 'go-tidy' },
    });
    const { names, inferred } = normalizeOptions(nxJson.plugins[0].options);
    expect(Object.values(names)).toEqual(expect.arrayContaining(Object.values(OLD_OPTIONS)));
    expect([...inferred]).toEqual(Object.keys(names));
    expect(logger.info).toHaveBeenCalledTimes(8);
    expect(logger.info).toHaveBeenCalledWith(
      'nx.json: "buildTargetName" of nx-nakama is now "build": { "targetName": "compile" }',
    );
  });

  it('changes every entry of the plugin and no other, and keeps the order of all', async () => {
    const other = { plugin: '@nx/js', options: { buildTargetName: 'js' } };
    const nxJson = {
      extends: 'nx/presets/npm.json',
      plugins: [
        other,
        'nx-nakama',
        {
          plugin: 'nx-nakama',
          include: ['eu/**'],
          options: { buildTargetName: 'make', lint: false, testTargetName: 't' },
        },
        { plugin: 'nx-nakama', exclude: ['eu/**'], options: { pinTargetName: 'p', pin: false } },
        { plugin: 'nx-nakama' },
      ],
      defaultBase: 'trunk',
    };
    await migrated(nxJson);
    const expected = {
      ...nxJson,
      plugins: [
        other,
        'nx-nakama',
        {
          plugin: 'nx-nakama',
          include: ['eu/**'],
          options: { build: { targetName: 'make' }, lint: false, test: { targetName: 't' } },
        },
        { plugin: 'nx-nakama', exclude: ['eu/**'], options: { pin: false } },
        { plugin: 'nx-nakama' },
      ],
    };
    // By their texts, which keep the order of keys.
    expect(JSON.stringify(readJson(tree, 'nx.json'))).toBe(JSON.stringify(expected));
  });

  it.each([
    ['no old option', '{"plugins": ["nx-nakama", {"plugin": "nx-nakama", "options": {"lint": false}}]}\n'],
    ['no plugins', '{ "defaultBase":"main" }\n'],
    ['options that are no object', '{ "plugins":[{ "plugin":"nx-nakama", "options":[] }] }\n'],
  ])('leaves an nx.json with %s byte for byte', async (_, text) => {
    workspace.write({ 'nx.json': text });
    await optionsByTarget(tree);
    expect(tree.listChanges()).toEqual([]);
  });

  it('changes nothing where there is no nx.json, nor the second time', async () => {
    await optionsByTarget(tree);
    expect(tree.listChanges()).toEqual([]);
    const once = await migrated({ plugins: [{ plugin: 'nx-nakama', options: OLD_OPTIONS }] });
    expect(await migrated(once as object)).toEqual(once);
  });

  it('is one that nx migrate finds', () => {
    const { version, implementation } = migrations.generators['options-by-target'];
    expect(version).toBe('0.3.0');
    expect(implementation).toBe('./dist/migrations/update-0-3-0/options-by-target');
  });
});
