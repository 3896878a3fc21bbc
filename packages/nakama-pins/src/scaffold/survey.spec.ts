import { type Files, pinned, removeWorkspaces, workspace } from '../testing/workspace';
import { releasesInUse } from './survey';

afterEach(removeWorkspaces);

const SERVER = (tag: string): string => `services:\n  nakama:\n    image: heroiclabs/nakama:${tag}\n`;

function below(dir: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${dir}/${name}`, text]));
}

function inUse(files: Files) {
  const { named, unnamed } = releasesInUse(workspace(files));
  return { named, unnamed: unnamed.map(({ dir, candidates, message }) => [dir, message, candidates]) };
}

it('names each release once, with what says it', () => {
  const plugins = { ...below('a', pinned()), ...below('b', pinned()), 'compose.yml': SERVER('3.40.0') };
  const image = { release: '3.40.0', by: 'heroiclabs/nakama:3.40.0 (compose.yml:3)' };
  expect(inUse(plugins)).toEqual({ named: [image], unnamed: [] });
  expect(inUse({ ...plugins, 'b/nakama.json': '{ "release": "3.39" }' }).named).toEqual([
    image,
    { release: '3.39.0', by: 'nakama.json' },
  ]);
});

it('has the candidates of plugins without one: by nakama-common, or by images that disagree', () => {
  expect(inUse(below('a', pinned()))).toEqual({
    named: [],
    unnamed: [
      ['a', expect.stringContaining('no Nakama release is named'), expect.arrayContaining(['3.40.0'])],
    ],
  });
  const two = { 'x/compose.yml': SERVER('3.37.0'), 'y/compose.yml': SERVER('3.39.0') };
  expect(inUse({ ...below('a', pinned()), ...two }).unnamed).toEqual([
    ['a', expect.stringContaining('different Nakama releases'), expect.arrayContaining(['3.37.0', '3.39.0'])],
  ]);
});

it('goes by images where no plugin is, and leaves out what cannot be read', () => {
  expect(inUse({ 'compose.yml': SERVER('3.40.0') }).named).toHaveLength(1);
  expect(inUse({ 'compose.yml': SERVER('9.9.9') }).unnamed).toEqual([
    ['.', expect.stringContaining('not in the catalog'), []],
  ]);
  expect(inUse({})).toEqual({ named: [], unnamed: [] });
  const broken = { 'go.mod': 'require (\n\tgithub.com/heroiclabs/nakama-common v1.47.0\n' };
  expect(inUse(below('a', broken))).toEqual({ named: [], unnamed: [] });
});
