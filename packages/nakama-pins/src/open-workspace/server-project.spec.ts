import { formatProblem, InputError } from '../input/problem';
import { type Files, mainGo, pinned, removeWorkspaces, workspace } from '../testing/workspace';
import { ModuleOpener } from '../verify/open-module';
import { databaseOf, givenServer } from './given-server';
import { openWorkspace } from './open-workspace';

afterEach(removeWorkspaces);

function plugin(dir: string): Files {
  const files = { ...pinned(), 'main.go': mainGo() };
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${dir}/${path}`, text]));
}

const PLUGINS = { ...plugin('plugins/arena'), ...plugin('plugins/chat'), ...plugin('eu/chat') };

/** @param server the value of the key */
function withServer(server: unknown, more: Files = {}): string {
  return workspace({
    'nakama.json': '{ "release": "3.40.0" }',
    'eu/nakama.json': '{ "server": "eu" }',
    'servers/game/nakama.json': JSON.stringify({ server }, null, 2),
    ...PLUGINS,
    ...more,
  });
}

function given(root: string): ReturnType<typeof givenServer> {
  return givenServer(root, ['servers/game'], new ModuleOpener(root));
}

/** The problems of the project, as they are printed. */
function faults(server: unknown, more: Files = {}): string {
  const root = withServer(server, more);
  try {
    given(root);
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(formatProblem).join('\n');
    throw error;
  }
  return '';
}

describe('a server project', () => {
  it.each([
    ['all of its release and name', {}, ['plugins/arena', 'plugins/chat']],
    ['all of its name', { name: 'eu' }, ['eu/chat']],
    ['those of its list', { plugins: ['arena'] }, ['plugins/arena']],
    [
      'those of its list, also such as name no server',
      { name: 'eu', plugins: ['eu/chat', 'arena'] },
      ['eu/chat', 'plugins/arena'],
    ],
  ])('has %s', (_, server, plugins) => {
    expect(given(withServer(server))?.plugins).toEqual(plugins);
  });

  it('gives its server files as COPY would, configuration, variables and a database', () => {
    const root = withServer(
      {
        files: ['hiro.bin', 'modules'],
        config: ['local.yml'],
        env: { MODE: 'test', REGION: 'eu' },
        envFile: '.env',
        database: 'postgres@127.0.0.1:5432/committed',
      },
      {
        'servers/game/hiro.bin': 'x',
        'servers/game/modules/match.lua': '',
        'servers/game/modules/data/items.json': '{}',
        'servers/game/local.yml': '',
        'servers/game/.env': 'KEY=secret\nMODE="live"\nNAKAMA_DATABASE=postgres:pw@127.0.0.1:5432/own\n',
      },
    );
    const project = given(root)?.project;
    expect(project).toMatchObject({
      files: [
        { from: 'servers/game/hiro.bin', to: 'hiro.bin' },
        { from: 'servers/game/modules/match.lua', to: 'match.lua' },
        { from: 'servers/game/modules/data/items.json', to: 'data/items.json' },
      ],
      config: ['servers/game/local.yml'],
      env: ['MODE=live', 'REGION=eu', 'KEY=secret'],
      database: 'postgres:pw@127.0.0.1:5432/own',
    });
    expect(databaseOf('option', { NAKAMA_DATABASE: 'shell' }, project)).toBe('option');
    // The shell's is taken where no option is.
    expect(databaseOf(undefined, { NAKAMA_DATABASE: 'shell' }, project)).toBeUndefined();
    expect(databaseOf(undefined, {}, project)).toBe('postgres:pw@127.0.0.1:5432/own');
  });

  it('needs no file of variables: none is committed', () => {
    expect(faults({ envFile: '.env' })).toBe('');
  });

  it.each([
    ['a plugin that is not there', { plugins: ['arenna'] }, 'there is no plugin "arenna"', 'write "arena"'],
    ['a name of two', { plugins: ['chat'] }, 'several plugins are called "chat"', '"eu/chat"'],
    ['a plugin of another server', { plugins: ['eu/chat'] }, '"eu/chat" is for another server', 'delete'],
    ['a name without plugins', { name: 'us' }, 'no plugin of the workspace is for this server', '"plugins"'],
    [
      'a file that is not there',
      { files: ['hiro.bin'] },
      '"hiro.bin" is not there',
      'make servers/game/hiro.bin',
    ],
    ['a file outside', { files: ['../../../x'] }, 'leads out of the workspace', 'copy it'],
    [
      'two files of one name',
      { files: ['a/x.lua', 'b/x.lua'] },
      'have one place beside the plugins',
      'rename',
    ],
    ['a plugin among the files', { files: ['a/y.so'] }, 'is a plugin', '"plugins"'],
    ['a folder as configuration', { config: ['a'] }, '"a" is a folder', ''],
    ['a password', { database: 'me:pw@db:5432/x' }, 'has a password', 'NAKAMA_DATABASE='],
    ['no address', { database: '/' }, 'no address of a database', 'write for example'],
    ['a port of root', { ports: { http: 80 } }, '"server.ports.http" is too small', ''],
    ['ports that collide', { ports: { http: 7352, console: 7351 } }, 'the ports collide', '"console": 7353'],
    ['a variable that is none', { env: { 'A B': 'x' } }, 'the key "A B" is not of the right form', ''],
    ['an unknown key', { plugin: ['arena'] }, 'unknown key "plugin"', 'rename it to "plugins"'],
    ['a list', ['game'], '"server" is of the wrong kind', ''],
  ])('refuses %s, at its place', (_, server, message, fix) => {
    const files = { 'a/x.lua': '', 'b/x.lua': '', 'a/y.so': '' };
    const beside = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [`servers/game/${path}`, text]),
    );
    const said = faults(server, beside);
    expect(said).toMatch(/^servers\/game\/nakama\.json:[2-9]:\d+: /);
    expect(said).toContain(message);
    expect(said).toContain(fix);
  });

  it('is started alone', async () => {
    const workspaceOf = openWorkspace({ root: withServer({}) });
    const two = workspaceOf.start(['servers/game', 'plugins/arena'], {});
    await expect(two).rejects.toThrow('name it alone: npx nakama-pins serve servers/game');
  });
});
