import { openCatalog } from '../releases/catalog';
import { type Files, removeWorkspaces, workspace } from '../testing/workspace';
import { Folders } from './folders';
import { ServerNames } from './server-names';

const LATEST = openCatalog().get('latest').version;
const NEWEST_3_38 = openCatalog().get('3.38').version;

function serverOf(files: Files, dir = 'plugins/arena'): string {
  return new ServerNames(new Folders(workspace({ 'plugins/arena/go.mod': '', ...files }))).of(dir);
}

function named(release: string): Files {
  return { 'nakama.json': JSON.stringify({ release }) };
}

describe('ServerNames', () => {
  afterEach(removeWorkspaces);

  it.each([
    ['3.40.0', '3.40.0'],
    ['v3.40.0', '3.40.0'],
    [' 3.40.0 ', '3.40.0'],
    ['3.38', NEWEST_3_38],
    ['v3.38', NEWEST_3_38],
    ['latest', LATEST],
    ['3.40.0-ours.1', '3.40.0-ours.1'],
    ['3.40.0-dsym', '3.40.0-dsym'],
    ['3.99.0', '3.99.0'],
    ['3.99', '3.99'],
    ['our fork', 'our-fork'],
    ['', 'unnamed'],
  ])('gives a release written as %j the word %s', (release, word) => {
    expect(serverOf(named(release))).toBe(word);
  });

  it('resolves by the releases of the workspace, too', () => {
    expect(serverOf({ ...named('9.1'), 'nakama-releases/9.1.7.json': '{}' })).toBe('9.1.7');
  });

  it('tells servers of one release apart, each key from the nearest nakama.json', () => {
    const files = {
      'nakama.json': '{ "release": "v3.40", "server": "eu" }',
      'plugins/nakama.json': '{ "release": "3.39.0" }',
      'plugins/arena/nakama.json': '{ "server": "us west" }',
    };
    const names = new ServerNames(new Folders(workspace(files)));
    expect(['.', 'plugins', 'plugins/arena'].map((dir) => names.of(dir))).toEqual([
      `${openCatalog().get('3.40').version}:eu`,
      '3.39.0:eu',
      '3.39.0:us-west',
    ]);
    expect(names.nameOf('plugins/arena')).toBe('us west');
    expect(new ServerNames(new Folders(workspace({}))).nameOf('.')).toBeUndefined();
  });

  it('gives the files that plugins open, from the folder of the nakama.json that names them', () => {
    const files = {
      'nakama.json': '{ "opens": ["lib/b.bin", "./lib/a.bin"] }',
      'plugins/lobby/nakama.json': '{ "opens": ["../x.bin"] }',
      'plugins/odd/nakama.json': '{ "opens": "x.bin" }',
    };
    const names = new ServerNames(new Folders(workspace(files)));
    expect(names.opensOf('plugins/arena')).toEqual(['lib/a.bin', 'lib/b.bin']);
    expect(names.opensOf('plugins/lobby')).toEqual(['plugins/x.bin']);
    expect(names.opensOf('plugins/odd')).toEqual(['lib/a.bin', 'lib/b.bin']);
  });

  const BUILDER = 'FROM heroiclabs/nakama-pluginbuilder:3.38.0 AS builder\n';
  const COMPOSE = 'services:\n  nakama:\n    image: heroiclabs/nakama:3.39.0\n';

  it.each<[string, Files, string]>([
    ['the server image', { 'plugins/arena/Dockerfile': 'FROM heroiclabs/nakama:v3.40.0\n' }, '3.40.0'],
    ['the image of one architecture', { Dockerfile: 'FROM heroiclabs/nakama:3.40.0-arm64\n' }, '3.40.0'],
    ['the server image before the builder', { Dockerfile: BUILDER, 'compose.yaml': COMPOSE }, '3.39.0'],
    ['the builder image', { 'plugins/Dockerfile': BUILDER }, '3.38.0'],
    [
      'the builder image where the server floats',
      { 'plugins/arena/Dockerfile': `${BUILDER}FROM heroiclabs/nakama:latest\n` },
      '3.38.0',
    ],
    ['an image of a minor release', { Dockerfile: 'FROM heroiclabs/nakama:3.38\n' }, NEWEST_3_38],
    ['nakama.json before images', { ...named('3.37.0'), 'compose.yaml': COMPOSE }, '3.37.0'],
    [
      'the server for a debugger',
      { 'compose.yaml': COMPOSE.replace('nakama:3', 'nakama-dsym:3') },
      '3.39.0-dsym',
    ],
    ['the server of nakama.json', { 'nakama.json': '{"server":"eu"}', 'compose.yaml': COMPOSE }, '3.39.0:eu'],
    ['no image of Nakama', { Dockerfile: 'FROM golang:1.26.5\n' }, 'unnamed'],
    ['nothing', {}, 'unnamed'],
  ])('takes %s', (_, files, word) => {
    expect(serverOf(files)).toBe(word);
  });

  it.each<[string, Files, string]>([
    ['nakama.json is not text', { ...named('3.40.0'), 'plugins/nakama.json': Buffer.of(0xff) }, 'unnamed'],
    ['nakama.json is a list', { 'nakama.json': '[1]' }, 'unnamed'],
    ['nakama.json is empty', { 'nakama.json': '' }, 'unnamed'],
    ['the release is a number', { 'nakama.json': '{ "release": 3.4, "server": 7 }' }, 'unnamed'],
    [
      'a Dockerfile is not text',
      { Dockerfile: Buffer.of(0xff), 'nakama.json': '{"server":"eu"}' },
      'unnamed:eu',
    ],
    [
      'nakama-releases/ has a file of another name',
      { ...named('latest'), 'nakama-releases/ours.json': '{}' },
      'unnamed',
    ],
  ])('names no release where %s', (_, files, word) => {
    expect(serverOf(files)).toBe(word);
  });

  it('loads neither the catalog nor the readers of images for an exact release', () => {
    const folders = new Folders(workspace(named('v3.40.0')));
    jest.isolateModules(() => {
      const load = jest.fn((): never => {
        throw new Error('loaded');
      });
      jest.doMock('../releases/catalog', load);
      jest.doMock('./read-images', load);
      const isolated = require('./server-names') as { ServerNames: typeof ServerNames };
      expect(new isolated.ServerNames(folders).of('.')).toBe('3.40.0');
      expect(load).not.toHaveBeenCalled();
    });
    jest.dontMock('../releases/catalog').dontMock('./read-images');
  });
});
