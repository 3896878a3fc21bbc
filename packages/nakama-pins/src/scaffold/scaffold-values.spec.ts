import { problemsOf } from '../go-module/testing/problems';
import { openCatalog } from '../releases/catalog';
import type { Release } from '../releases/release-model';
import { readModules } from './existing-modules';
import { scaffoldValues } from './scaffold-values';
import { memoryTree } from './testing/memory-tree';

const NONE = { directory: 'plugins/arena', existing: [] };
const at = (release: string): Release => openCatalog().get(release);

describe('scaffoldValues', () => {
  it('pins a module that imports no library', () => {
    const { goSum, ...values } = scaffoldValues(memoryTree({}), { ...NONE, release: at('3.40.0') });
    expect(values).toEqual({
      release: '3.40.0',
      serverImage: 'heroiclabs/nakama:3.40.0',
      go: '1.26.5',
      goLine: '1.26.5',
      nakamaCommon: 'v1.47.0',
      direct: [{ path: 'github.com/heroiclabs/nakama-common', version: 'v1.47.0' }],
      indirect: [{ path: 'google.golang.org/protobuf', version: 'v1.36.11' }],
      replace: [],
      builderImage: 'heroiclabs/nakama-pluginbuilder:3.40.0',
      otherBuilderGo: undefined,
    });
    expect(goSum).toMatch(/^github\.com\/heroiclabs\/nakama-common v1\.47\.0 h1:/m);
  });

  it('takes the golang image where the builder has another Go than the server', () => {
    expect(scaffoldValues(memoryTree({}), { ...NONE, release: at('3.38.0') })).toMatchObject({
      builderImage: 'golang:1.26.1-bookworm',
      otherBuilderGo: '1.25.5',
    });
  });

  it('writes the go line of old Go without its patch', () => {
    expect(scaffoldValues(memoryTree({}), { ...NONE, release: at('3.15.0') }).goLine).toBe('1.19');
  });

  it('replaces libraries and what they replace by their folders', () => {
    const tree = memoryTree({
      'libs/score/go.mod':
        'module example.com/score\n\nrequire (\n\texample.com/deep v0.0.0\n\tgo.uber.org/zap v1.20.0\n)\n\nreplace example.com/deep => ../deep\n',
      'libs/deep/go.mod': 'module example.com/deep\n\nrequire example.com/only v1.3.0\n',
      'libs/deep/go.sum': 'example.com/only v1.3.0/go.mod h1:aaaa=\n',
    });
    const existing = readModules(tree, ['libs/score/go.mod', 'libs/deep/go.mod']);
    const libraries = existing.filter(({ dir }) => dir === 'libs/score');
    const values = scaffoldValues(tree, {
      release: at('3.40.0'),
      directory: 'plugins/arena',
      existing,
      libraries,
    });
    expect(values.direct.map(({ path }) => path)).toEqual([
      'example.com/score',
      'github.com/heroiclabs/nakama-common',
    ]);
    expect(values.indirect).toEqual([
      { path: 'example.com/deep', version: 'v0.0.0' },
      { path: 'example.com/only', version: 'v1.3.0' },
      { path: 'go.uber.org/zap', version: 'v1.28.0' },
      { path: 'google.golang.org/protobuf', version: 'v1.36.11' },
    ]);
    expect(values.replace).toEqual([
      { path: 'example.com/deep', dir: 'libs/deep', folder: '../../libs/deep' },
      { path: 'example.com/score', dir: 'libs/score', folder: '../../libs/score' },
    ]);
    expect(values.goSum).toContain('example.com/only v1.3.0/go.mod h1:aaaa=\n');
    expect(values.goSum).toMatch(/^go\.uber\.org\/zap v1\.28\.0 h1:/m);
  });

  it('refuses a release that lacks a hash of what every plugin links', () => {
    const release = at('3.40.0');
    const lacking: Release = {
      ...release,
      moduleOfPackage: (path) => {
        const found = release.moduleOfPackage(path);
        return found && { ...found, sums: {} };
      },
    };
    expect(problemsOf(() => scaffoldValues(memoryTree({}), { ...NONE, release: lacking }))).toEqual([
      expect.stringContaining('lacks the hashes of github.com/heroiclabs/nakama-common'),
    ]);
  });
});
