import { join } from 'node:path';
import { type Files, pinned, removeWorkspaces, workspace } from '../testing/workspace';
import { diagnosisRun } from './diagnosis-run';
import { openWorkspace } from './open-workspace';

afterEach(removeWorkspaces);

function at(dir: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${dir}/${name}`, text]));
}

const BUILT = { 'dist/arena.so': 'damaged, and that is enough to choose a release' };
const ARENA = at('plugins/arena', pinned());

/** What each way of asking makes of a workspace: the release, or why there is none. */
async function answers(
  files: Files,
): Promise<{ release: string | null; message?: string; exitCode: number }[]> {
  const root = workspace({ ...BUILT, ...files });
  const open = openWorkspace({ root });
  const runs = [await open.verify(['.']), open.checkArtifacts(['dist'])].map(
    ({ modules, problems, exitCode }) => {
      const [module] = modules;
      const found = module?.findings.find(({ id }) => id === 'unknown-release');
      const message = found?.message ?? problems[0]?.message;
      return {
        release: module?.release ?? null,
        ...(message && { message }),
        exitCode: exitCode === 2 ? 2 : 0,
      };
    },
  );
  const env = { PATH: '/nowhere', GOPROXY: 'off', NAKAMA_PINS_CACHE: join(root, 'cache') };
  const { release, problems, exitCode } = await diagnosisRun({ root, dir: '.', env });
  const message = problems[0]?.message;
  return [...runs, { release, ...(message && { message }), exitCode: exitCode === 2 ? 2 : 0 }];
}

describe('verify, check-artifact and doctor choose one release', () => {
  it.each<[string, string, Files]>([
    ['nakama.json', '3.39.0', { ...ARENA, 'nakama.json': '{ "release": "3.39" }' }],
    [
      'a nakama.json of the plugin',
      '3.39.0',
      { ...ARENA, 'plugins/arena/nakama.json': '{ "release": "3.39" }' },
    ],
    [
      'a compose file',
      '3.38.0',
      { ...ARENA, 'compose.yml': 'services: {n: {image: heroiclabs/nakama:3.38.0}}' },
    ],
    [
      'the builder image of the plugin',
      '3.39.0',
      { ...ARENA, 'plugins/arena/Dockerfile': 'FROM heroiclabs/nakama-pluginbuilder:3.39.0\n' },
    ],
  ])('by %s', async (_, release, files) => {
    const expected = { release, exitCode: 0 };
    expect(await answers(files)).toEqual([expected, expected, expected]);
  });

  it('and say the same where nothing names one, or an unknown one is named', async () => {
    const [first, ...others] = await answers(ARENA);
    expect(first).toMatchObject({ release: null, exitCode: 2 });
    expect(first?.message).toMatch(
      /^no Nakama release is named .*nakama-common v1\.47\.0 belongs to 3\.40\.0\)$/,
    );
    expect(others).toEqual([first, first]);
    const [unknown, ...rest] = await answers({ ...ARENA, 'nakama.json': '{ "release": "3.41.0" }' });
    expect(unknown).toEqual({
      release: null,
      message: 'Nakama release "3.41.0" is not known: the catalog ends at 3.40.0',
      exitCode: 2,
    });
    expect(rest).toEqual([unknown, unknown]);
  });

  it('ask which where the plugins are for different ones', async () => {
    const files = {
      ...at('a', { ...pinned(), 'nakama.json': '{ "release": "3.40.0" }' }),
      ...at('b', { ...pinned(), 'nakama.json': '{ "release": "3.39.0" }' }),
    };
    const expected = {
      release: null,
      message: 'the plugins here are for different releases: a for 3.40.0, b for 3.39.0',
      exitCode: 2,
    };
    expect((await answers(files)).slice(1)).toEqual([expected, expected]);
  });

  it('judge by the images of a workspace without plugin modules', async () => {
    const dockerfile = { Dockerfile: 'FROM heroiclabs/nakama:3.38.0\n' };
    expect((await answers(dockerfile)).slice(1)).toEqual([
      { release: '3.38.0', exitCode: 0 },
      { release: '3.38.0', exitCode: 0 },
    ]);
  });
});

describe('bad input of check-artifact is a problem of its run', () => {
  it('an empty folder, a file that is missing and a server that is none, and judges the rest', () => {
    const files = { ...BUILT, 'empty/x': '', 'nakama.json': '{ "release": "3.40.0" }' };
    const open = openWorkspace({ root: workspace(files) });
    const run = open.checkArtifacts(['empty', 'none.so', 'dist']);
    expect(run).toMatchObject({
      modules: [{ dir: 'dist', file: 'dist/arena.so', release: '3.40.0' }],
      problems: [{ file: 'empty' }, { file: 'none.so', message: 'the file does not exist' }],
      exitCode: 2,
    });
    expect(open.checkArtifacts(['dist'], { server: 'empty/x' })).toMatchObject({
      modules: [],
      problems: [{ file: 'empty/x' }],
      exitCode: 2,
    });
  });
});
