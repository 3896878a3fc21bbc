import { runBareCli as run } from '../testing/bare-cli';
import { mainGo, pinned, removeWorkspaces } from '../testing/workspace';
import { zigPackage } from '../testing/zig-package';
import { hostPlatform } from '../toolchain/toolchain-module';

afterAll(removeWorkspaces);

const NAKAMA_JSON = { 'nakama.json': '{ "release": "3.40.0", "platforms": ["linux/arm64"] }' };

describe('nakama-pins build', () => {
  it('exits with 2 and the fix where Go can not be had', async () => {
    const { code, stdout, stderr } = await run(['build'], { ...pinned(), ...NAKAMA_JSON, ...zigPackage() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '1 plugin: 1 could not be judged\n' });
    expect(stderr).toBe(
      "go.mod: go1.26.5 can't be had: golang.org/toolchain@v0.0.1-go1.26.5." +
        `${hostPlatform()} can't be downloaded: GOPROXY is off\n` +
        '  fix: set GOPROXY to a module proxy\n',
    );
  });

  it('exits with 1 where a flag makes what the server refuses', async () => {
    const args = ['build', '--go-flag=-race', '--tags', 'mine,osusergo'];
    const { code, stdout } = await run(args, { ...pinned(), ...NAKAMA_JSON });
    expect(code).toBe(1);
    expect(stdout).toContain('✘ . fails (Nakama 3.40.0, artifact)');
    expect(stdout).toContain('fix: leave -race out');
    expect(stdout).toContain('fix: leave -tags=osusergo out');
  });

  it('exits with 2 if there is no plugin, and for bad usage', async () => {
    const nothing = await run(['build'], { 'main.go': mainGo(), ...NAKAMA_JSON });
    expect(nothing).toMatchObject({
      code: 2,
      stderr:
        '.: no plugin module found (expected a go.mod that names nakama-common, and a package main with InitModule)\n  fix: name a folder that holds one\n',
    });
    expect(await run(['build', '--race'], {})).toMatchObject({ code: 2 });
    expect(await run(['build', '--go-flag', 'nosuch'], {})).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('not a flag of go build (expected -name or -name=value)') as string,
    });
  });
});

describe('nakama-pins doctor', () => {
  it('names what is used and what is missing, each with its fix, and exits with 1', async () => {
    const { code, stdout } = await run(['doctor', '--format', 'json'], { ...NAKAMA_JSON, ...zigPackage() });
    const { rows, ...summary } = JSON.parse(stdout) as {
      rows: { subject: string; status: string; fix?: string }[];
    };
    expect({ code, ...summary }).toEqual({
      code: 1,
      version: 1,
      command: 'doctor',
      release: '3.40.0',
      go: '1.26.5',
      platforms: ['linux/arm64'],
      problems: [],
    });
    expect(rows).toContainEqual({
      subject: 'Go',
      status: 'missing',
      found: expect.stringContaining('GOPROXY is off'),
      fix: expect.stringContaining('GOPROXY'),
    });
    expect(rows).toContainEqual({
      subject: 'C compiler for linux/arm64',
      status: 'ok',
      found: 'zig cc -target aarch64-linux-gnu.2.36 (glibc 2.36, the server: debian:bookworm-slim)',
    });
    expect(rows).toContainEqual({ subject: 'GOPROXY', status: 'ok', found: 'off' });
  });

  it('says with --warm what can not be made ready, and why', async () => {
    const args = ['doctor', '--warm', '--format', 'json'];
    const { code, stdout } = await run(args, { ...pinned(), ...NAKAMA_JSON, ...zigPackage() });
    expect(code).toBe(1);
    expect((JSON.parse(stdout) as { rows: unknown[] }).rows).toContainEqual({
      subject: '.',
      status: 'missing',
      found: expect.stringContaining('GOPROXY is off'),
      fix: 'set GOPROXY to a module proxy',
    });
  });

  it('prints a line for each for people', async () => {
    const { stdout } = await run(['doctor', '--release', '3.18.0'], zigPackage());
    expect(stdout).toMatch(
      /^Nakama 3\.18\.0: Go 1\.21\.3, linux\/amd64\n✘ Go +there is no go on PATH; .*\n +fix: set GOPROXY/,
    );
    expect(stdout).toMatch(/\n✔ C compiler for linux\/amd64 +zig cc -target x86_64-linux-gnu\.2\.31 /);
  });

  it('exits with 2 where nothing names a release', async () => {
    const { code, stderr } = await run(['doctor'], {});
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('give --release 3.40.0'),
    });
  });
});
