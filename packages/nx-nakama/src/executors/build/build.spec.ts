import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { executorContext, pressCtrlC, printed, tasksOf } from '../../testing/executor-runs';
import { goMod, goSum, MAIN_GO, tempWorkspace, type TempWorkspace } from '../../testing/temp-workspace';
import type { BatchTaskResult } from '../run-batch';
import buildBatch from './build.batch-impl';
import build from './build.impl';
import type { BuildOptions } from './schema';

const HAS_GO = spawnSync('go', ['version']).status === 0;
const HAS_GCC = spawnSync('gcc', ['-dumpversion']).status === 0;
const CAN_BUILD = HAS_GO && HAS_GCC && process.platform === 'linux' && process.arch === 'x64';
if (!CAN_BUILD) console.warn('SKIPPED: no go and gcc for linux/amd64 on the PATH, no plugin was built');

const PROJECTS = ['arena', 'broken', 'unreadable'];

/** `broken` does not compile, `unreadable` has a go.mod that go can't read either. */
const FILES = {
  'nakama.json': '{ "release": "3.40.0" }',
  'plugins/arena/go.mod': goMod('example.com/arena'),
  'plugins/arena/go.sum': goSum(),
  'plugins/arena/main.go': MAIN_GO,
  'plugins/arena/mine.go': '//go:build mine\n\npackage main\n\nvar mine int = "mine"\n',
  'plugins/broken/go.mod': goMod('example.com/broken'),
  'plugins/broken/go.sum': goSum(),
  'plugins/broken/main.go': MAIN_GO.replace('return nil', 'return 1'),
  'plugins/unreadable/go.mod': `${goMod('example.com/unreadable')}\nrequire (\n`,
  'plugins/unreadable/main.go': MAIN_GO,
};

const SO = 'dist/plugins/arena/linux-amd64/arena.so';

(CAN_BUILD ? describe : describe.skip)('the build executor', () => {
  let workspace: TempWorkspace;
  beforeEach(() => {
    workspace = tempWorkspace(FILES);
  });
  afterEach(() => workspace.remove());

  const exists = (file: string): boolean => existsSync(join(workspace.root, file));
  const context = (projectName?: string) => executorContext(workspace.root, PROJECTS, projectName);
  const buildAlone = (project: string, options: BuildOptions = {}) =>
    printed(() => build(options, context(project)));

  async function buildAll(options: BuildOptions = {}): Promise<Record<string, BatchTaskResult['result']>> {
    const inputs = Object.fromEntries(PROJECTS.map((project) => [`${project}:build`, options]));
    const results: Record<string, BatchTaskResult['result']> = {};
    for await (const { task, result } of buildBatch(tasksOf('build', PROJECTS), inputs, {}, context())) {
      results[task] = result;
    }
    return results;
  }

  it('builds the plugin, and prints what the file is', async () => {
    const { success, terminalOutput } = await buildAlone('arena');
    expect(success).toBe(true);
    expect(terminalOutput).toContain('✔ plugins/arena loads (Nakama 3.40.0');
    const sha256 = createHash('sha256')
      .update(readFileSync(join(workspace.root, SO)))
      .digest('hex');
    expect(terminalOutput).toContain(`${SO} `);
    expect(terminalOutput).toContain(`sha256:${sha256} gcc`);
    expect(terminalOutput).not.toContain('\u001b');
  });

  it('lets a plugin of a batch fail alone, and prints the same text as without a batch', async () => {
    const batch = await buildAll();
    expect(Object.entries(batch).map(([task, { success }]) => `${task} ${success}`)).toEqual(
      expect.arrayContaining(['arena:build true', 'broken:build false', 'unreadable:build false']),
    );
    expect(exists(SO)).toBe(true);
    expect(exists('dist/plugins/broken')).toBe(false);
    expect(batch['broken:build']?.terminalOutput).toContain('plugins/broken/main.go:11');
    expect(batch['unreadable:build']?.terminalOutput).toMatch(/^plugins\/unreadable\/go\.mod:\d+:\d+: /);
    for (const project of PROJECTS) {
      const { success, terminalOutput } = batch[`${project}:build`] ?? {};
      expect(await buildAlone(project)).toEqual({ success, terminalOutput });
    }
  });

  it('builds into outputDir, with the C compiler of cc', async () => {
    const { success, terminalOutput } = await buildAlone('arena', { outputDir: 'out', cc: 'gcc -O1' });
    expect(success).toBe(true);
    expect(terminalOutput).toMatch(/ out\/linux-amd64\/arena\.so .* gcc -O1$/m);
    expect([exists('out/linux-amd64/arena.so'), exists('dist')]).toEqual([true, false]);
  });

  it('builds for the platforms of its options rather than for those of nakama.json', async () => {
    workspace.write({ 'nakama.json': '{ "release": "3.40.0", "platforms": ["linux/arm64"] }' });
    const { success } = await buildAlone('arena', { platforms: ['linux/amd64'] });
    expect(success).toBe(true);
    expect([exists(SO), exists('dist/plugins/arena/linux-arm64')]).toEqual([true, false]);
  });

  it('hands ldflags to the linker', async () => {
    await buildAlone('arena');
    const stripped = readFileSync(join(workspace.root, SO));
    expect((await buildAlone('arena', { ldflags: '' })).success).toBe(true);
    // With debug information.
    expect(readFileSync(join(workspace.root, SO)).length).toBeGreaterThan(stripped.length);
  });

  it('compiles with the tags of its options', async () => {
    const { success, terminalOutput } = await buildAlone('arena', { tags: ['mine'] });
    expect(success).toBe(false);
    expect(terminalOutput).toContain('plugins/arena/mine.go:5');
  });

  it('refuses a flag that makes a plugin the server does not load', async () => {
    const { success, terminalOutput } = await buildAlone('arena', { flags: ['-race'] });
    expect(success).toBe(false);
    expect(terminalOutput).toContain('-race');
    expect(exists('dist')).toBe(false);
  });

  it('names a release of its options that does not exist', async () => {
    const { success, terminalOutput } = await buildAlone('arena', { release: '3.99.0' });
    expect(success).toBe(false);
    expect(terminalOutput).toContain('"3.99.0"');
  });

  it('refuses to build a project that does not exist', async () => {
    await expect(build({}, context('nobody'))).rejects.toThrow('nx-nakama:build runs on a project');
  });

  it('stops all builds of a batch at Ctrl-C, and leaves no file', async () => {
    const running = buildAll();
    pressCtrlC();
    const results = await running;
    expect(Object.values(results).map(({ success }) => success)).toEqual([false, false, false]);
    expect(results['arena:build']?.terminalOutput).toContain('stopped by SIGINT');
    expect(exists('dist')).toBe(false);
  });
});
