import { planModulePath } from './plan-module-path';
import { memoryTree } from './testing/memory-tree';

const INPUT = { directory: 'plugins/arena', existing: [], rootName: 'game' };

describe('planModulePath', () => {
  it.each([
    [{}, 'example.com/game/plugins/arena'],
    [{ 'package.json': '{ "name": "@acme/source" }' }, 'example.com/acme/plugins/arena'],
    [{ 'package.json': '{ "repository": "acme/game" }' }, 'github.com/acme/game/plugins/arena'],
    [
      { '.git/config': '[remote "origin"]\n\turl = git@x.org:acme/game.git\n' },
      'x.org/acme/game/plugins/arena',
    ],
    [{ 'package.json': '[]' }, 'example.com/game/plugins/arena'],
    [{ 'package.json': '{ "repository": { "url": 1 } }' }, 'example.com/game/plugins/arena'],
  ])('%j: %s', (files: Record<string, string>, path) => {
    expect(planModulePath(memoryTree(files), INPUT)).toEqual({ path, fault: undefined });
  });

  it.each([
    [' example.com/a ', undefined],
    ['example.com/a/v2', undefined],
    ['gopkg.in/a.v1', undefined],
    ['example.com/a/v1', 'its version element "v1" is none that Go knows (v2, v3, …; version 1 has none)'],
    ['gopkg.in/a', 'a path of gopkg.in ends with a version like .v1'],
    ['example.com/COM1.x', 'its element "COM1.x" is a device name on Windows'],
    ['arena', 'its first element "arena" has no dot, so it is not a host name'],
  ])('%j: %s', (asked, fault) => {
    expect(planModulePath(memoryTree({}), { ...INPUT, asked })).toEqual({ path: asked.trim(), fault });
  });
});
