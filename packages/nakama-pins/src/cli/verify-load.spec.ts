import { runBareCli } from '../testing/bare-cli';
import { type Files, pinned, removeWorkspaces } from '../testing/workspace';

afterAll(removeWorkspaces);

const run = (args: readonly string[], files: Files) => runBareCli(['verify-load', ...args], files);

const NAKAMA_JSON = { 'nakama.json': '{ "release": "3.40.0" }' };
const HOST_PLATFORM = `linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}`;
const BUILT = { 'dist/linux-amd64/arena.so': '', 'dist/linux-arm64/arena.so': '' };

describe('nakama-pins verify-load', () => {
  it('exits with 2 and the fix where nothing was built', async () => {
    expect(await run([], { ...pinned(), ...NAKAMA_JSON })).toEqual({
      code: 2,
      stdout: '1 plugin: 1 could not be judged\n',
      stderr:
        'dist/linux-amd64/arena.so: there is no built plugin to open\n  fix: build it first: npx nakama-pins build .\n',
    });
  });

  it('exits with 2 if there is no plugin, and for bad usage', async () => {
    expect(await run([], NAKAMA_JSON)).toMatchObject({
      code: 2,
      stderr:
        '.: no plugin module found (expected a go.mod that names nakama-common, and a package main with InitModule)\n  fix: name a folder that holds one\n',
    });
    expect(await run(['--server', 'cloud'], {})).toMatchObject({ code: 2 });
  });

  it('exits with 2 where the program that is named is not there', async () => {
    const { code, stderr } = await run(['--binary', 'bin/nakama'], { ...pinned(), ...NAKAMA_JSON, ...BUILT });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^bin\/nakama: there is no server program here\n {2}fix: name one.*--binary bin\/nakama\n/,
    );
  });

  // Windows has no bit that says so, and starts the file or does not.
  (process.platform === 'linux' ? it : it.skip)(
    'exits with 2 where the program that is named can not be started',
    async () => {
      const files = { ...pinned(), ...NAKAMA_JSON, ...BUILT, 'bin/nakama': 'text' };
      const asked = async (binary: string) => run(['--platform', HOST_PLATFORM, '--binary', binary], files);
      expect(await asked('bin')).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^bin: this is not a file\n {2}fix: name one/) as string,
      });
      expect(await asked('bin/nakama')).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(
          /^bin\/nakama: the server's program can't be started: it is not executable\n {2}fix: chmod \+x/,
        ) as string,
      });
    },
  );

  it('exits with 1, and says why, where no server can be run', async () => {
    const { code, stdout } = await run(['--server', 'docker'], { ...pinned(), ...NAKAMA_JSON, ...BUILT });
    expect(code).toBe(1);
    expect(stdout).toContain('? . unknown (Nakama 3.40.0, loaded)');
    expect(stdout).toContain('no server for linux/amd64 opened it: there is no docker on PATH');
  });

  it('prints JSON', async () => {
    const args = ['--server', 'docker', '--format', 'json'];
    const { stdout } = await run(args, { ...pinned(), ...NAKAMA_JSON, ...BUILT });
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      command: 'verify-load',
      release: '3.40.0',
      modules: [{ verdict: 'unknown', findings: [{ id: 'not-opened' }] }],
      together: [],
      problems: [],
    });
  });
});
