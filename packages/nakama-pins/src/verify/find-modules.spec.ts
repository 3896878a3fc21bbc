import { pinned, removeWorkspaces, workspace } from '../testing/workspace';
import { findPluginModules } from './find-modules';

afterAll(removeWorkspaces);

it('tells a library that is there from one that a plugin brings along', () => {
  const arena = pinned();
  const goMod = `${String(arena['go.mod'])}\nrequire example.com/score v0.0.0\n\nreplace example.com/score => ../../libs/score\n`;
  const root = workspace({
    ...Object.fromEntries(Object.entries(arena).map(([file, text]) => [`plugins/arena/${file}`, text])),
    'plugins/arena/go.mod': goMod,
    'libs/score/go.mod': 'module example.com/score\n\ngo 1.26\n',
    'libs/score/score.go': 'package score\n',
  });
  const found = (dir: string): unknown[] =>
    findPluginModules(root, [dir]).map((module) => [module.dir, module.isByUse ?? false]);
  expect(found('plugins/arena')).toEqual([
    ['libs/score', true],
    ['plugins/arena', false],
  ]);
  expect(found('.')).toEqual([
    ['libs/score', false],
    ['plugins/arena', false],
  ]);
});
