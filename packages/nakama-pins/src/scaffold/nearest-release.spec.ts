import { problemsOf } from '../go-module/testing/problems';
import { openCatalog } from '../releases/catalog';
import { nearestRelease } from './nearest-release';
import { memoryTree } from './testing/memory-tree';

describe('nearestRelease', () => {
  const tree = memoryTree({
    'nakama.json': '{ "release": "3.40" }',
    'eu/nakama.json': '{ "platforms": ["linux/arm64"] }',
    'us/nakama.json': '{\n  "release": "3.41.0"\n}',
    'odd/nakama.json': '[]',
    'broken/nakama.json': '{ "release" }',
  });

  it('is of the nearest nakama.json that names one', () => {
    expect(nearestRelease(tree, 'eu/arena')).toMatchObject({ spec: '3.40', file: 'nakama.json' });
    expect(nearestRelease(tree, 'odd')).toMatchObject({ file: 'nakama.json' });
    expect(nearestRelease(tree, 'us/arena')).toMatchObject({ spec: '3.41.0', file: 'us/nakama.json' });
    expect(nearestRelease(memoryTree({}), 'arena')).toBeUndefined();
  });

  it('loads what is written', () => {
    expect(nearestRelease(tree, '.')?.load(openCatalog()).version).toBe('3.40.0');
  });

  it('names the line of one that the catalog lacks', () => {
    expect(problemsOf(() => nearestRelease(tree, 'us')?.load(openCatalog()))).toEqual([
      expect.stringMatching(/^us\/nakama\.json:2:14: Nakama release "3\.41\.0" is not known/),
    ]);
  });

  it('names the place where the file is not JSON', () => {
    expect(problemsOf(() => nearestRelease(tree, 'broken/arena'))).toEqual([
      expect.stringMatching(/^broken\/nakama\.json:1:\d+: this is not JSON/),
    ]);
  });
});
