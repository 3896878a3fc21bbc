import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { hasGo } from '../testing/go';
import { type Files, pinned, removeWorkspaces, workspace } from '../testing/workspace';

afterAll(removeWorkspaces);

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a process of its own, from source. */
function run(
  args: readonly string[],
  files: Files,
  cwd = '.',
  environment: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  const argv = ['-r', require.resolve('@swc-node/register'), join(__dirname, 'main.ts'), ...args];
  const env = {
    ...process.env,
    SWC_NODE_PROJECT: join(__dirname, '../../tsconfig.lib.json'),
    NO_COLOR: '1',
    ...environment,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, argv, { cwd: join(workspace(files), cwd), env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

const NAKAMA_JSON = { 'nakama.json': '{ "release": "3.40.0" }' };
const WRONG = pinned([], { 'github.com/heroiclabs/nakama-common': 'v1.46.0' });

function under(dir: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${dir}/${name}`, text]));
}

it.each(['verify', 'pin', 'build', 'verify-load', 'verify-start', 'doctor', 'check-artifact'])(
  '%s refuses an empty argument',
  async (command) => {
    const { code, stdout, stderr } = await run([command, ''], { ...pinned(), ...NAKAMA_JSON });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('empty');
  },
);

describe('nakama-pins verify', () => {
  it('prints one line for a plugin that loads, and exits with 0', async () => {
    const { code, stdout, stderr } = await run(['verify'], { ...pinned(), ...NAKAMA_JSON });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe('✔ . loads (Nakama 3.40.0)\n\n1 plugin: 1 loads\n');
  });

  it('prints place, reason and fix of a finding, and exits with 1', async () => {
    const { code, stdout } = await run(
      ['verify', '.'],
      { ...under('plugins/arena', WRONG), ...NAKAMA_JSON },
      'plugins',
    );
    expect(code).toBe(1);
    expect(stdout).toContain('✘ plugins/arena fails (Nakama 3.40.0)');
    expect(stdout).toContain('plugins/arena/go.mod:6:38 nakama-common');
    expect(stdout).toContain(
      'fix: go mod edit -require=github.com/heroiclabs/nakama-common@v1.47.0 plugins/arena/go.mod',
    );
  });

  it('says with --proof compiled what to set where there is no go, and none can be fetched', async () => {
    const files = { ...pinned(), ...NAKAMA_JSON };
    const { code, stdout } = await run(['verify', '--proof', 'compiled'], files, '.', {
      PATH: '/nowhere',
      GOPROXY: 'off',
      NAKAMA_PINS_CACHE: '/nowhere',
    });
    expect(code).toBe(1);
    expect(stdout).toContain('? . unknown (Nakama 3.40.0, compiled)\n  ? go.mod:1:1 no-compiled-proof\n');
    expect(stdout).toContain('fix: set GOPROXY to a module proxy');
  });

  // Skipped without go, which testing/go.ts says.
  (hasGo ? it : it.skip)('compiles with --proof compiled, and says so', async () => {
    const compiled = await run(['verify', '--proof', 'compiled'], { ...pinned(), ...NAKAMA_JSON });
    expect(compiled).toMatchObject({
      code: 0,
      stdout: '✔ . loads (Nakama 3.40.0, compiled)\n\n1 plugin: 1 loads\n',
    });
  });

  it('ends quietly where its reader has seen enough', async () => {
    const script = `"${process.execPath}" -r "${require.resolve('@swc-node/register')}" "${join(__dirname, 'main.ts')}" releases show 3.40.0 --format json`;
    const env = { ...process.env, SWC_NODE_PROJECT: join(__dirname, '../../tsconfig.lib.json') };
    const shell = `(${script}; echo "code $?" >&2) | head -c 1`;
    const stderr = await new Promise<string>((resolve) => {
      execFile('sh', ['-c', shell], { cwd: workspace({}), env }, (_error, _stdout, text) => resolve(text));
    });
    expect(stderr).toBe('code 0\n');
  });

  it('prints the report as JSON', async () => {
    const { code, stdout } = await run(['verify', '--format', 'json'], {
      ...under('a', pinned()),
      ...under('b', WRONG),
      ...NAKAMA_JSON,
    });
    const report = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(report).toMatchObject({
      release: '3.40.0',
      modules: [
        { dir: 'a', module: 'example.com/arena', release: '3.40.0' },
        { dir: 'b', verdict: 'fails' },
      ],
    });
    expect(Object.keys(report.modules[1].findings[0]).sort()).toEqual(
      [
        'actual',
        'dir',
        'docsUrl',
        'expected',
        'fix',
        'id',
        'location',
        'message',
        'proof',
        'severity',
        'module',
      ].sort(),
    );
  });

  it('judges the other folders where one is missing, and says which', async () => {
    const files = { ...under('plugins/a', pinned()), ...NAKAMA_JSON };
    const text = await run(['verify', 'plugins', 'nope'], files);
    expect(text).toEqual({
      code: 2,
      stdout: '✔ plugins/a loads (Nakama 3.40.0)\n\n1 plugin: 1 loads\n',
      stderr: 'nope: no such folder\n  fix: name a folder with plugin modules in or below it\n',
    });
    const json = await run(['verify', '../plugins/a/main.go', 'nope', '-f', 'json'], files, 'plugins');
    expect({ ...json, stdout: JSON.parse(json.stdout) as object }).toEqual({
      code: 2,
      stderr: '',
      stdout: {
        version: 1,
        command: 'verify',
        release: null,
        modules: [],
        problems: [
          {
            file: 'plugins/a/main.go',
            message: 'this is a file, not a folder',
            fix: 'name its folder: plugins/a',
          },
          expect.objectContaining({ file: 'plugins/nope', message: 'no such folder' }),
        ],
      },
    });
  });

  it('judges the module that a folder of a package is in, and says where fixes are pasted', async () => {
    const files = {
      ...under('plugins/arena', { ...pinned([], { 'github.com/heroiclabs/nakama-common': 'v1.46.0' }) }),
      'plugins/arena/match/match.go': 'package match\n',
      ...NAKAMA_JSON,
      '.git/HEAD': '',
    };
    const { code, stdout } = await run(['verify'], files, 'plugins/arena/match');
    expect(code).toBe(1);
    expect(stdout).toContain(
      'fix: go mod edit -require=github.com/heroiclabs/nakama-common@v1.47.0 plugins/arena/go.mod',
    );
    expect(stdout).toContain('\npaths and fixes are from the workspace root: cd ../../..\n');
    expect((await run(['verify', 'docs'], { ...files, 'docs/a.md': '' })).stderr).toContain(
      'no plugin module found',
    );
  });

  it('counts libraries apart from plugins, and what could not be judged', async () => {
    const library = { 'go.mod': 'module example.com/lib\n\ngo 1.26\n', 'lib.go': 'package lib\n' };
    const plugin = {
      ...pinned(),
      'go.mod': `${String(pinned()['go.mod'])}require example.com/lib v0.0.0\nreplace example.com/lib => ../lib\n`,
    };
    const files = { ...under('arena', plugin), ...under('lib', library), ...NAKAMA_JSON };
    expect((await run(['verify'], files)).stdout).toMatch(/\n\n1 plugin, 1 library: 2 load\n$/);
    expect((await run(['verify', 'lib'], files)).stdout).toMatch(/\n\n1 library: 1 loads\n$/);
    const broken = { ...files, 'arena/go.mod': `${plugin['go.mod']}nonsense\n` };
    expect(await run(['verify', 'arena'], broken)).toMatchObject({
      code: 2,
      stdout: '1 plugin: 1 could not be judged\n',
    });
  });

  it('judges by the release of --release over nakama.json', async () => {
    const { code, stdout } = await run(['verify', '--release', '3.39'], { ...pinned(), ...NAKAMA_JSON });
    expect(code).toBe(1);
    expect(stdout).toContain('fails (Nakama 3.39.0)');
  });

  it.each<[string, string[], Files, RegExp]>([
    ['a release that does not exist', ['verify', '-r', '3.99.0'], pinned(), /3\.99\.0.*3\.40\.0/s],
    ['a folder that does not exist', ['verify', 'nowhere'], pinned(), /^nowhere: no such folder/],
    ['a folder without plugins', ['verify'], { 'README.md': '' }, /no plugin module found/],
    [
      'a go.mod that is none',
      ['verify', '-r', '3.40.0'],
      { ...pinned(), 'go.mod': 'module a\nrequire github.com/heroiclabs/nakama-common\n' },
      /^go\.mod:2:\d+: /,
    ],
    ['nothing that names a release', ['verify'], pinned(), /^$/],
    [
      'a nakama.json with values of another form',
      ['verify'],
      { ...pinned(), 'nakama.json': '{ "release": 3, "platforms": ["Linux"] }' },
      /^nakama\.json:1:14: "release" is of the wrong kind \(expected a string such as "3\.40\.0", found 3\)\nnakama\.json:1:\d+: "platforms\.0" is not of the right form \(expected a string such as "linux\/amd64", found "Linux"\)\n/,
    ],
    [
      'a release that nakama.json names and nobody knows',
      ['verify'],
      { ...pinned(), 'nakama.json': '{ "release": "3.41.0" }' },
      /^nakama\.json:1:14: .* is not known: the catalog ends at 3\.40\.0 \(.*found 3\.41\.0\)\n {2}fix: npx nakama-pins releases add 3\.41\.0/,
    ],
    ['an unknown option', ['verify', '--relase', '3.40.0'], pinned(), /--relase.*--release/s],
    ['an unknown format', ['verify', '--format', 'xml'], pinned(), /text, json/],
    ['an unknown command', ['verfy'], pinned(), /verfy.*verify/s],
  ])('exits with 2 for %s', async (_, args, files, expected) => {
    const { code, stderr } = await run(args, files);
    expect(code).toBe(2);
    expect(stderr).toMatch(expected);
    expect(stderr).not.toMatch(/ {4}at /);
  });
});
