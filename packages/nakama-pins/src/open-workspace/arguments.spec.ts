import { join } from 'node:path';
import { InputError } from '../input/problem';
import { pinned, removeWorkspaces, workspace } from '../testing/workspace';
import { type OpenWorkspace, openWorkspace } from './open-workspace';

afterEach(removeWorkspaces);

const NAKAMA_JSON = { 'nakama.json': '{ "release": "3.40.0" }' };

/** As JavaScript sees it, which no type keeps from giving anything. */
type Untyped = Record<keyof OpenWorkspace, (...values: unknown[]) => unknown>;

const print = (): void => undefined;

function opened(root = workspace({ ...pinned(), ...NAKAMA_JSON })): Untyped {
  return openWorkspace({ root, env: { PATH: '/nowhere', GOPROXY: 'off' } }) as unknown as Untyped;
}

/** What a call throws or rejects with. */
async function errorOf(call: () => unknown): Promise<InputError> {
  try {
    await call();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('what no method can use is bad usage before anything is done', () => {
  it.each<[string, keyof OpenWorkspace, unknown[], string]>([
    ['no list of folders', 'verify', [], 'dirs: verify'],
    ['a folder in place of a list', 'verify', ['plugins'], 'found "plugins"'],
    ['a list of something else', 'modules', [[1]], 'found [1]'],
    ['an empty path, as of an unset variable', 'build', [['']], 'paths that are not empty'],
    [
      'an unknown proof',
      'verify',
      [['.'], { proof: 'compile' }],
      'expected declared or compiled, found "compile"',
    ],
    [
      'an unknown server',
      'load',
      [['.'], { server: 'cloud' }],
      'expected auto or binary or docker or module',
    ],
    ['no platform', 'build', [['.'], { platforms: [] }], 'at least one GOOS/GOARCH'],
    ['no platform to open for', 'load', [['.'], { platforms: [] }], 'at least one GOOS/GOARCH'],
    ['a platform that is none', 'build', [['.'], { platforms: ['foo'] }], 'found ["foo"]'],
    ['a text in place of true or false', 'verify', [['.'], { only: 'yes' }], 'expected true or false'],
    ['options that are none', 'pin', [['.'], 'write'], 'options: pin'],
    ['an option that is missing', 'pin', [['.'], {}], 'fix: give true or false'],
    ['no options where one must be given', 'tidy', [['.']], 'options: tidy'],
    ['no function to print with', 'test', [['.'], {}], 'print: test'],
    ['no function to print lints with', 'lint', [['.'], {}], 'print: lint'],
    ['a relative base', 'checkArtifacts', [['a.so'], { base: 'x' }], 'an absolute path'],
    ['no name for the output', 'build', [['.'], { outputDir: '' }], 'has no name'],
    [
      'an output outside',
      'build',
      [['.'], { outputDir: '../out' }],
      '../out: this folder for the plugins is outside',
    ],
    [
      'an absolute output outside',
      'load',
      [['.'], { outputDir: '/out' }],
      '/out: this folder for the plugins is',
    ],
  ])('%s', async (_, method, values, expected) => {
    expect((await errorOf(() => opened()[method](...values))).message).toContain(expected);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a relative root', { root: 'plugins' }],
    ['a root that is missing', { root: join(workspace({ keep: '' }), 'missing') }],
    ['a release that is no text', { root: workspace({ keep: '' }), release: 3.4 }],
  ])('openWorkspace with %s', async (_, options) => {
    await errorOf(() => (openWorkspace as (options: unknown) => unknown)(options));
  });
});

describe('paths', () => {
  it('are called by one name, however they are written', async () => {
    const root = workspace({
      ...Object.fromEntries(Object.entries(pinned()).map(([name, text]) => [`plugins/arena/${name}`, text])),
      ...NAKAMA_JSON,
    });
    const { verify, modules } = openWorkspace({ root });
    const written = ['./plugins/arena/', 'plugins/../plugins/arena', join(root, 'plugins/arena')];
    const { modules: judged } = await verify(written, { only: true });
    expect(judged.map(({ dir, verdict }) => [dir, verdict])).toEqual([['plugins/arena', 'loads']]);
    expect(modules(['./plugins/'], { only: true })).toEqual([]);
    expect(modules(['./plugins/arena/'], { only: true })).toMatchObject([
      { dir: 'plugins/arena', kind: 'plugin' },
    ]);
  });

  it('of outputs are below the root, also absolute ones', async () => {
    const root = workspace({ ...pinned(), ...NAKAMA_JSON });
    const { problems } = await openWorkspace({ root }).load(['.'], { outputDir: join(root, 'out') });
    expect(problems.map(({ file }) => file)).toEqual(['out/linux-amd64/arena.so']);
  });
});

describe('nothing', () => {
  it('is no success', async () => {
    const workspaceOf = openWorkspace({ root: workspace({ ...NAKAMA_JSON }) });
    expect(await workspaceOf.verify([])).toMatchObject({
      modules: [],
      problems: [{ file: '.' }],
      exitCode: 2,
    });
    expect(workspaceOf.checkArtifacts([])).toMatchObject({
      modules: [],
      problems: [{ file: '.' }],
      exitCode: 2,
    });
  });

  it('is done after an abort, by any method', async () => {
    const controller = new AbortController();
    const root = workspace({ ...pinned(), ...NAKAMA_JSON });
    const aborted = openWorkspace({ root, signal: controller.signal });
    controller.abort(new Error('stopped'));
    expect(() => aborted.modules(['.'])).toThrow('stopped');
    expect(() => aborted.checkArtifacts(['a.so'])).toThrow('stopped');
    await expect(aborted.verify(['.'])).rejects.toThrow('stopped');
    await expect(aborted.test(['.'], {}, print)).rejects.toThrow('stopped');
  });
});
