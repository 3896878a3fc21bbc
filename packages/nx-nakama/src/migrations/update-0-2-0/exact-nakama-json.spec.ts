import { logger, type Tree } from '@nx/devkit';
import { openCatalog } from 'nakama-pins';
import migrations from '../../../migrations.json';
import ownPackage from '../../../package.json';
import { fsTree } from '../../testing/fs-tree';
import { type TempWorkspace, tempWorkspace } from '../../testing/temp-workspace';
import exactNakamaJson from './exact-nakama-json';

const SCHEMA = 'node_modules/nakama-pins/schema/nakama.schema.json';

describe('the migration to 0.2.0', () => {
  let workspace: TempWorkspace;
  let tree: Tree;
  beforeEach(() => {
    jest.spyOn(logger, 'info').mockImplementation(() => undefined);
    workspace = tempWorkspace({
      'nakama.json': '{\n    "release": "latest",\n    "platforms": [ "linux/amd64" ]\n}\n',
      'plugins/arena/nakama.json': '{ "release": "v3.38" }\n',
      'plugins/shop/nakama.json': `{\n  "$schema": "./mine.json",\n  "release": "3.39.0"\n}\n`,
      'plugins/typo/nakama.json': '{ "release": "3.99.0" }\n',
      'plugins/broken/nakama.json': '{ "release": ',
      'plugins/list/nakama.json': '[]\n',
      'node_modules/x/nakama.json': '{ "release": "latest" }\n',
    });
    tree = fsTree(workspace.root);
  });
  afterEach(() => {
    workspace.remove();
    jest.restoreAllMocks();
  });

  const texts = () =>
    Object.fromEntries(tree.listChanges().map(({ path, content }) => [path, String(content)]));

  it('writes exact releases and schemas, and leaves the rest as it stands', async () => {
    await exactNakamaJson(tree);
    const { version: release } = openCatalog().get('latest');
    expect(texts()).toEqual({
      'nakama.json': `{\n    "$schema": "./${SCHEMA}",\n    "release": "${release}",\n    "platforms": [ "linux/amd64" ]\n}\n`,
      'plugins/arena/nakama.json': `{\n  "$schema": "../../${SCHEMA}",\n  "release": "3.38.0"\n}\n`,
      'plugins/typo/nakama.json': `{\n  "$schema": "../../${SCHEMA}",\n  "release": "3.99.0"\n}\n`,
    });
    expect(logger.info).toHaveBeenCalledWith(
      `nakama.json: "release": "latest" is now "${release}", what it meant`,
    );
    expect(logger.info).toHaveBeenCalledTimes(2);
  });

  it('changes nothing the second time', async () => {
    await exactNakamaJson(tree);
    const before = texts();
    await exactNakamaJson(tree);
    expect(texts()).toEqual(before);
  });

  it('is one that nx migrate finds, of a version that this package has reached', () => {
    expect(ownPackage['nx-migrations'].migrations).toBe('./migrations.json');
    const { version, implementation } = migrations.generators['exact-nakama-json'];
    expect(version).toBe('0.2.0');
    expect(implementation).toBe('./dist/migrations/update-0-2-0/exact-nakama-json');
    expect(ownPackage.files).toContain('migrations.json');
  });
});
