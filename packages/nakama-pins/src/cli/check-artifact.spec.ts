import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, BUILD_TIMEOUT_MS, describeWithPlugins } from '../artifact/testing/build-plugins';
import { CONFLICT, GOOD, HOST, recipeOf } from '../artifact/testing/rows';
import { checkArtifactCommand } from './check-artifact';
import { inspectCommand } from './inspect';
import { releasesCommand } from './releases';

describeWithPlugins('nakama-pins check-artifact', () => {
  const before = process.cwd();
  let root: string;

  beforeEach(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'check-artifact-')));
    process.chdir(root);
    mkdirSync('dist/b', { recursive: true });
    copyFileSync(await build(CONFLICT[0].recipe), 'dist/b/duel.so');
    copyFileSync(await build(GOOD.recipe), 'dist/b.so');
  }, BUILD_TIMEOUT_MS);
  afterEach(() => {
    process.chdir(before);
    process.exitCode = undefined;
    rmSync(root, { recursive: true, force: true });
  });

  async function run(...args: string[]): Promise<{ output: string; code: typeof process.exitCode }> {
    let output = '';
    await checkArtifactCommand((text) => (output += text))
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .parseAsync(args, { from: 'user' });
    return { output, code: process.exitCode };
  }

  it('judges a folder of plugins together, in the order in which the server opens them', async () => {
    const { output, code } = await run('dist', '-r', '3.40.0');
    expect(code).toBe(0);
    expect(output).toBe(
      '✔ dist/b/duel.so loads (Nakama 3.40.0, artifact)\n✔ dist/b.so loads (Nakama 3.40.0, artifact)\n\n2 plugins: 2 load\n',
    );
  });

  it('refuses a platform that no server of the release runs on', async () => {
    const { output, code } = await run('dist', '-r', '3.40.0', '--platform', 'linux/riscv64', '-f', 'json');
    expect(code).toBe(2);
    expect(JSON.parse(output)).toMatchObject({
      modules: [],
      problems: [
        {
          file: '--platform',
          message:
            'Nakama 3.40.0 does not run on linux/riscv64: its server is for linux/amd64 and linux/arm64',
        },
      ],
    });
  });

  it(
    'exits with 1 where one fails, and prints JSON',
    async () => {
      copyFileSync(await build(CONFLICT[1].recipe), 'dist/lobby.so');
      writeFileSync('nakama.json', '{ "release": "3.40.0" }');
      const { output, code } = await run('dist/lobby.so', 'dist/b/../b', '--format', 'json');
      expect(code).toBe(1);
      expect(JSON.parse(output)).toMatchObject({
        release: '3.40.0',
        modules: [
          {
            dir: 'dist/b',
            file: 'dist/b/duel.so',
            module: 'example.com/duel',
            proof: 'artifact',
            verdict: 'loads',
            findings: [],
          },
          {
            dir: 'dist',
            file: 'dist/lobby.so',
            verdict: 'fails',
            findings: [{ id: 'plugins-conflict', location: { file: 'dist/lobby.so', line: 1, column: 1 } }],
          },
        ],
      });
    },
    BUILD_TIMEOUT_MS,
  );

  it(
    "compares with a server's program, whose own version it names where it has one",
    async () => {
      copyFileSync(await build(HOST), 'nakama');
      copyFileSync(await build(recipeOf('another version of a dependency')), 'dist/old.so');
      const { output, code } = await run('dist/old.so', '--server', 'nakama');
      expect(code).toBe(1);
      expect(output).toContain('✘ dist/old.so fails (Nakama nakama, artifact)\n');
      expect(output).toContain(
        'go.uber.org/multierr is v1.10.0, but Nakama nakama links v1.11.0 (linked: go.uber.org/multierr)',
      );
    },
    BUILD_TIMEOUT_MS,
  );

  it('judges what it can, and exits with 2 for what it can not', async () => {
    const { output, code } = await run('dist/none.so', 'dist/b.so', '-r', '3.40.0', '-f', 'json');
    expect(code).toBe(2);
    expect(JSON.parse(output)).toMatchObject({
      modules: [{ dir: 'dist', file: 'dist/b.so', verdict: 'loads' }],
      problems: [{ file: 'dist/none.so', message: 'the file does not exist' }],
    });
  });

  it('refuses a folder without plugins, no release, and two things to compare with', async () => {
    mkdirSync('empty');
    const json = async (...args: string[]): Promise<object> => {
      const { output, code } = await run(...args, '-f', 'json');
      expect(code).toBe(2);
      return JSON.parse(output) as object;
    };
    const problem = (message: string): object => ({ modules: [], problems: [{ message }] });
    expect(await json('empty', '-r', '3.40.0')).toMatchObject(
      problem('no .so file is in this folder or below it'),
    );
    expect(await json('dist', '-s', 'dist/b.so')).toMatchObject(problem('this is not a Go program'));
    const unreleased = { release: null, verdict: 'unknown', findings: [{ id: 'unknown-release' }] };
    expect(await json('dist')).toMatchObject({ modules: [unreleased, unreleased], problems: [] });
    await expect(run('dist', '-r', '3.99.0')).rejects.toThrow('unknown Nakama release "3.99.0"');
    await expect(run('dist', '-r', '3.40.0', '-s', 'nakama')).rejects.toThrow(/cannot be used with/);
  });

  it('is at home with inspect and releases add', async () => {
    const print = async (command: typeof inspectCommand, ...args: string[]): Promise<string> => {
      let output = '';
      await command((text) => (output += text)).parseAsync(args, { from: 'user' });
      return output;
    };
    const text = await print(inspectCommand, 'dist/b.so');
    expect(text).toMatch(/^kind +plugin of Go$/m);
    expect(text).toMatch(/^plugin path +example\.com\/arena$/m);
    expect(text).toMatch(/^ {2}dep +go\.uber\.org\/zap +v1\.28\.0 +h1:/m);
    expect(text).toMatch(/^ {2}go\.uber\.org\/zap +[0-9a-f]{16}$/m);
    expect(JSON.parse(await print(inspectCommand, 'dist/b.so', '--format', 'json'))).toMatchObject({
      type: 'DYN',
      platform: 'linux/amd64',
      plugin: { path: 'example.com/arena', initModule: 'present' },
      buildInfo: { go: '1.26.5', settings: { '-trimpath': 'true' } },
    });
    copyFileSync(await build(HOST), 'nakama');
    expect(await print(inspectCommand, 'nakama')).toMatch(
      /^kind +program of Go that opens plugins \(EXEC\)$/m,
    );
    expect(await print(releasesCommand, 'add', 'nakama', '--name', '3.41.0')).toBe(
      [
        'nakama-releases/3.41.0.json',
        '  release       3.41.0',
        '  read from     nakama',
        '  platforms     linux/amd64',
        '  Go            1.26.5',
        '  modules       4',
        `  fingerprints  ${FINGERPRINTS} packages`,
        '  patched       no package',
        '  most alike    3.40.0',
        '',
      ].join('\n'),
    );
    expect((await run('dist', '-r', '3.41.0')).code).toBe(0);
  });
});

/** What the host of the tests links, but for its own main package. */
const FINGERPRINTS = 235;
