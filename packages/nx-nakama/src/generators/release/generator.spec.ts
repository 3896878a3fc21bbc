import { spawnSync } from 'node:child_process';
import type { Tree } from '@nx/devkit';
import { openCatalog } from 'nakama-pins';
import type { NakamaProject } from '../../graph/nakama-projects';
import { fsTree } from '../../testing/fs-tree';
import { goMod, goSum, MAIN_GO, type TempWorkspace, tempWorkspace } from '../../testing/temp-workspace';
import { moveToRelease } from './generator';
import type { ReleaseGeneratorOptions } from './schema';
import schema from './schema.json';

const ROOT_NAKAMA_JSON = '{\n\t"release": "3.40.0",\n\t"platforms": [ "linux/amd64" ]\n}\n';

describe('release', () => {
  let workspace: TempWorkspace;
  let tree: Tree;
  beforeEach(() => {
    workspace = tempWorkspace({
      'nakama.json': ROOT_NAKAMA_JSON,
      ...plugin('arena'),
      ...plugin('shop'),
      ...plugin('old', 'v1.45.0'),
      'plugins/old/nakama.json': '{ "release": "3.38.0" }\n',
      'plugins/arena/Dockerfile': 'FROM heroiclabs/nakama-pluginbuilder:3.40.0 AS builder\n',
    });
    tree = fsTree(workspace.root);
  });
  afterEach(() => workspace.remove());

  function plugin(name: string, common?: string): Record<string, string> {
    return {
      [`plugins/${name}/go.mod`]: goMod(`example.com/${name}`, common),
      [`plugins/${name}/go.sum`]: goSum(),
      [`plugins/${name}/main.go`]: MAIN_GO,
    };
  }

  const projects: NakamaProject[] = ['arena', 'old', 'shop'].map((name) => ({
    name,
    dir: `plugins/${name}`,
    isSynced: true,
  }));
  const move = (options: ReleaseGeneratorOptions): string =>
    moveToRelease(tree, options, projects).join('\n');
  const changed = (): string[] => tree.listChanges().map(({ path }) => path);
  const read = (file: string): string | null => tree.read(file, 'utf-8');

  it('moves what takes its release from the root, and says what changed and what stays', () => {
    expect(move({ release: '3.39' })).toMatchSnapshot();
    expect(read('nakama.json')).toBe(ROOT_NAKAMA_JSON.replace('3.40.0', '3.39.0'));
    expect(changed()).toEqual([
      'nakama.json',
      'plugins/arena/Dockerfile',
      'plugins/arena/go.mod',
      'plugins/arena/go.sum',
      'plugins/shop/go.mod',
      'plugins/shop/go.sum',
    ]);
    expect(read('plugins/arena/go.mod')).toContain('nakama-common v1.46.0');
    expect(read('plugins/arena/Dockerfile')).toContain('nakama-pluginbuilder:3.39.0');
  });

  it('moves the images of deployments with the last plugin of their release', () => {
    const image = (release: string): string =>
      `services:\n  nakama:\n    image: heroiclabs/nakama:${release}\n`;
    tree.write('deploy/docker-compose.yml', image('3.40.0'));
    tree.write('deploy/old/docker-compose.yml', image('3.38.0'));
    const text = move({ release: '3.39' });
    expect(read('deploy/docker-compose.yml')).toBe(image('3.39.0'));
    expect(read('deploy/old/docker-compose.yml')).toBe(image('3.38.0'));
    expect(text).toContain(
      'deploy: docker-compose.yml:3 heroiclabs/nakama:3.40.0 → heroiclabs/nakama:3.39.0',
    );

    // plugins/shop stays at 3.39.0: that is still a release of the workspace.
    move({ release: '3.40', projects: 'arena' });
    expect(read('deploy/docker-compose.yml')).toBe(image('3.39.0'));
  });

  it('offers every release of the catalog', () => {
    const { items } = schema.properties.release['x-prompt'];
    expect(items).toEqual([
      'latest',
      ...openCatalog()
        .list()
        .map(({ version }) => version),
    ]);
  });

  it('writes nothing but the tree', () => {
    move({ release: '3.39.0' });
    const onDisk = spawnSync('cat', ['nakama.json'], { cwd: workspace.root, encoding: 'utf8' }).stdout;
    expect(onDisk).toBe(ROOT_NAKAMA_JSON);
  });

  it('goes back to where it was', () => {
    move({ release: '3.39.0' });
    expect(move({ release: '3.40.0' })).toContain('2 of 2 load on Nakama 3.40.0');
    // The sums of the other release's modules stay: only go mod tidy knows that nothing needs them.
    expect(changed()).toEqual(['plugins/arena/go.sum', 'plugins/shop/go.sum']);
  });

  it('moves the projects that are named, by name or folder, with a nakama.json of their own', () => {
    const said = move({ release: '3.39.0', projects: 'arena, ./plugins/old/' });
    expect(read('nakama.json')).toBe(ROOT_NAKAMA_JSON);
    expect(JSON.parse(read('plugins/arena/nakama.json') ?? '')).toEqual({
      $schema: '../../node_modules/nakama-pins/schema/nakama.schema.json',
      release: '3.39.0',
    });
    expect(read('plugins/old/nakama.json')).toBe('{ "release": "3.39.0" }\n');
    expect(read('plugins/old/go.mod')).toContain('nakama-common v1.46.0');
    expect(changed().some((file) => file.startsWith('plugins/shop/'))).toBe(false);
    expect(said).toContain('npx nx run-many -t pin -p arena,old');
  });

  it('says what can not move, and why', () => {
    workspace.write({
      'plugins/shop/go.mod': `${goMod('example.com/shop')}
replace github.com/heroiclabs/nakama-common => github.com/acme/nakama-common v1.47.1
`,
      'plugins/arena/go.mod': 'module (\n',
    });
    const said = move({ release: '3.39.0' });
    expect(said).toContain("✘ plugins/arena can't be moved:\n  plugins/arena/go.mod:2:");
    expect(said).toContain('✘ plugins/shop fails (Nakama 3.39.0)');
    expect(said).toMatch(/plugins\/shop\/go\.mod:\d+:\d+ replace-hides-version/);
    expect(said).toContain('0 of 2 load on Nakama 3.39.0');
  });

  it.each<[ReleaseGeneratorOptions, string]>([
    [{ release: '3.41.0' }, 'releases add 3.41.0'],
    [{ release: '3.40.0', projects: 'nobody' }, 'choose from arena, old, shop'],
    [{ release: '3.40.0', projects: ' , ' }, '--projects names none'],
  ])('refuses %j, writing nothing', (options, message) => {
    expect(() => move(options)).toThrow(message);
    expect(changed()).toEqual([]);
  });

  it('makes the root nakama.json where there is none', () => {
    tree.delete('nakama.json');
    move({ release: '3.39.0' });
    expect(JSON.parse(read('nakama.json') ?? '')).toMatchObject({ release: '3.39.0' });
  });
});
