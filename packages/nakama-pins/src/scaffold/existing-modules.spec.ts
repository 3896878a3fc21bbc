import { type ExistingModule, readModules } from './existing-modules';
import { memoryTree } from './testing/memory-tree';

const FILES = {
  'plugins/arena/go.mod':
    'module example.com/arena\n\nrequire github.com/heroiclabs/nakama-common v1.47.0\n\n' +
    'replace (\n\texample.com/score => ../../libs/score\n\texample.com/far => /elsewhere\n\texample.com/other => example.com/fork v1.0.0\n)\n',
  'libs/score/go.mod': 'module example.com/score\n',
  'libs/score/internal/secret.go': 'package secret\n',
  'libs/score/points/points.go':
    'package points\n\nfunc Decode(payload string, target interface{}) error { return nil }\n',
  'libs/score/points/points_test.go': 'package points_test\n',
  'tools/gen/go.mod': 'module example.com/gen\n',
  'tools/gen/main.go': 'package main\n',
  'libs/empty/go.mod': 'module example.com/empty\n',
  'libs/empty/vendor/example.com/x/x.go': 'package x\n',
  'libs/broken/go.mod': 'module (',
  'libs/nameless/go.mod': 'go 1.26.5\n',
  'vendor/example.com/x/go.mod': 'module example.com/x\n',
};

describe('readModules', () => {
  const goMods = Object.keys(FILES).filter((file) => file.endsWith('go.mod'));
  const modules = readModules(memoryTree(FILES), goMods);
  const at = (dir: string): ExistingModule | undefined => modules.find((module) => module.dir === dir);

  it('leaves out what can not be read, has no path, or lies in a foreign folder; sorts by folder', () => {
    expect(modules.map(({ dir, path }) => [dir, path])).toEqual([
      ['libs/empty', 'example.com/empty'],
      ['libs/score', 'example.com/score'],
      ['plugins/arena', 'example.com/arena'],
      ['tools/gen', 'example.com/gen'],
    ]);
  });

  it("knows Nakama's by their requirement, and by a replace of one that has it", () => {
    expect(modules.filter(({ isNakama }) => isNakama).map(({ dir }) => dir)).toEqual([
      'libs/score',
      'plugins/arena',
    ]);
  });

  it('finds the package to import', () => {
    expect(at('libs/score')?.importable()).toEqual({
      importPath: 'example.com/score/points',
      packageName: 'points',
      canDecode: true,
    });
    expect(at('tools/gen')?.importable()?.packageName).toBe('main');
    expect(at('libs/empty')?.importable()).toBeUndefined();
  });

  it.each([
    ['func Decode(payload, target string) error { return nil }', false],
    ['func Decode(payload string, target any) error { return nil }', true],
    ['func Decode[T any](payload string, target any) error { return nil }', false],
    ['func (d decoder) Decode(payload string, target any) error { return nil }', false],
    ['func Decode(payload string, target any) (bool, error) { return false, nil }', false],
  ])('%s: Decode can be called: %s', (declaration, canDecode) => {
    const tree = memoryTree({ 'go.mod': 'module example.com/a\n', 'a.go': `package a\n\n${declaration}\n` });
    expect(readModules(tree, ['go.mod'])[0]?.importable()).toMatchObject({
      importPath: 'example.com/a',
      canDecode,
    });
  });
});
