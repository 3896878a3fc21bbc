import { removeWorkspaces, workspace } from '../testing/workspace';
import { Folders } from '../workspace/folders';
import { findGolangciConfig } from './golangci-config';

afterAll(removeWorkspaces);

describe('findGolangciConfig', () => {
  it.each([
    ['.golangci.yml', 'version: "2"\nlinters: {}\n', 2],
    ['.golangci.yaml', 'linters:\n  settings:\n    x:\n      version: "2"\n', 1],
    ['.golangci.yml', 'version: 2\n\tnot: yaml', 2],
    ['.golangci.toml', 'version = "2"\n\n[linters]\n', 2],
    ['.golangci.toml', '[linters.settings.x]\nversion = "2"\n', 1],
    ['.golangci.json', '{ "run": {}, "version": "2" }', 2],
    ['.golangci.json', '', 1],
  ])('%s: %j is of version %i', (file, text, major) => {
    expect(findGolangciConfig(new Folders(workspace({ [file]: text })), '.')).toEqual({ file, major });
  });

  it('is the nearest, up to the root', () => {
    const folders = new Folders(
      workspace({ '.golangci.yml': '', 'plugins/.golangci.json': '{}', 'plugins/arena/go.mod': '' }),
    );
    expect(findGolangciConfig(folders, 'plugins/arena')?.file).toBe('plugins/.golangci.json');
    expect(findGolangciConfig(folders, 'libs/score')?.file).toBe('.golangci.yml');
    expect(findGolangciConfig(new Folders(workspace({ 'a/go.mod': '' })), 'a')).toBeUndefined();
  });
});
