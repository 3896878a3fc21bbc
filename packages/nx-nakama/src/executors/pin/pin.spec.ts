import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { executorContext, pressCtrlC, printed, tasksOf } from '../../testing/executor-runs';
import { goMod, goSum, MAIN_GO, type TempWorkspace, tempWorkspace } from '../../testing/temp-workspace';
import { verifyIn } from '../../testing/verify-in';
import type { BatchTaskResult } from '../run-batch';
import pinBatch from './pin.batch-impl';
import pin from './pin.impl';
import type { PinOptions } from './schema';

const HAS_GO = spawnSync('go', ['version']).status === 0;
if (!HAS_GO) console.warn('SKIPPED: there is no go on the PATH, nothing was tidied and compiled');

/** A first run may download the exact Go and compile its standard library. */
const GO_TIMEOUT_MS = 10 * 60 * 1000;

const PROJECTS = ['arena', 'broken', 'old'];

/** The pins of `old` are of the release before, and so is the image that all plugins share. */
const FILES = {
  'nakama.json': '{ "release": "3.40.0" }',
  'compose.yaml': 'services:\n  nakama:\n    image: heroiclabs/nakama:3.39.0\n',
  'plugins/arena/go.mod': goMod('example.com/arena'),
  'plugins/arena/go.sum': goSum(),
  'plugins/arena/main.go': MAIN_GO,
  'plugins/broken/go.mod': `${goMod('example.com/broken')}\nrequire (\n`,
  'plugins/broken/main.go': MAIN_GO,
  'plugins/old/go.mod': goMod('example.com/old', 'v1.46.0'),
  'plugins/old/main.go': MAIN_GO,
};

describe('pin', () => {
  const ENV = { ...process.env };
  let workspace: TempWorkspace;
  beforeEach(() => {
    workspace = tempWorkspace(FILES);
  });
  afterEach(() => {
    process.env = { ...ENV };
    workspace.remove();
  });

  const read = (file: string): string => readFileSync(join(workspace.root, file), 'utf8');
  const texts = () => Object.fromEntries(Object.keys(FILES).map((file) => [file, read(file)]));
  const context = (projectName?: string) => executorContext(workspace.root, PROJECTS, projectName);
  const runAlone = (project: string, options: PinOptions) => printed(() => pin(options, context(project)));

  async function runInBatch(options: PinOptions): Promise<Record<string, BatchTaskResult['result']>> {
    const results: BatchTaskResult[] = [];
    const inputs = Object.fromEntries(PROJECTS.map((project) => [`${project}:pin`, options]));
    for await (const result of pinBatch(tasksOf('pin', PROJECTS), inputs, {}, context())) {
      results.push(result);
    }
    return Object.fromEntries(results.map(({ task, result }) => [task, result]));
  }

  it('without Go, fixes by the committed files, and says that nothing was compiled', async () => {
    Object.assign(process.env, { PATH: '', GOPROXY: 'off', NAKAMA_PINS_CACHE: workspace.root });
    const results = await runInBatch({});
    expect(Object.keys(results).sort()).toEqual(['arena:pin', 'broken:pin', 'old:pin']);
    expect(results['old:pin']).toMatchObject({ success: true });
    expect(results['old:pin']?.terminalOutput).toContain("nothing was compiled: go1.26.5 can't be had");
    expect(results['broken:pin']?.terminalOutput).toMatch(/^plugins\/broken\/go\.mod:\d+:\d+: /);
    expect(read('plugins/old/go.mod')).toBe(goMod('example.com/old'));
    expect(read('compose.yaml')).toContain('heroiclabs/nakama:3.40.0');
    for (const name of ['arena', 'old'])
      expect(await verifyIn(workspace.root, `plugins/${name}`)).toMatchObject({ verdict: 'loads' });
  });

  (HAS_GO ? describe : describe.skip)('with the exact Go', () => {
    it(
      'tidies and compiles all projects of a batch, each on its own merits',
      async () => {
        const results = await runInBatch({});
        expect(results['arena:pin']).toMatchObject({ success: true });
        expect(results['broken:pin']).toMatchObject({ success: false });
        expect(results['old:pin']).toMatchObject({ success: true });
        expect(results['old:pin']?.terminalOutput).toContain(
          '✔ plugins/old loads (Nakama 3.40.0, compiled)',
        );
        expect(read('plugins/old/go.mod')).toBe(goMod('example.com/old'));
        expect(read('compose.yaml')).toContain('heroiclabs/nakama:3.40.0');
        expect(await runAlone('old', { check: true })).toMatchObject({ success: true });
      },
      GO_TIMEOUT_MS,
    );

    it(
      'shows a unified diff in a dry run, and writes nothing',
      async () => {
        const { success, terminalOutput } = await runAlone('old', { dryRun: true });
        expect(success).toBe(true);
        expect(terminalOutput).toContain('--- a/plugins/old/go.mod\n+++ b/plugins/old/go.mod\n');
        expect(terminalOutput).toContain('-require github.com/heroiclabs/nakama-common v1.46.0');
        expect(terminalOutput).toContain('+require github.com/heroiclabs/nakama-common v1.47.0');
        expect(texts()).toEqual(FILES);
      },
      GO_TIMEOUT_MS,
    );

    it(
      'fails a check where anything would change, and writes nothing',
      async () => {
        const { success, terminalOutput } = await runAlone('old', { check: true });
        expect(success).toBe(false);
        expect(terminalOutput).toContain('would write');
        expect(texts()).toEqual(FILES);
      },
      GO_TIMEOUT_MS,
    );
  });

  it('pins to the release of its options', async () => {
    process.env.PATH = '';
    await runAlone('arena', { release: '3.39' });
    expect(read('plugins/arena/go.mod')).toContain('nakama-common v1.46.0');
    const { success, terminalOutput } = await runAlone('arena', { release: '3.99.0' });
    expect(success).toBe(false);
    expect(terminalOutput).toContain('"3.99.0"');
  });

  it('names a project that does not exist', async () => {
    await expect(pin({}, context('nobody'))).rejects.toThrow('nx-nakama:pin runs on a project');
  });

  it('stops at Ctrl-C: nothing is written, and later projects are not begun', async () => {
    const running = runInBatch({});
    pressCtrlC();
    const results = await running;
    expect(Object.values(results).map(({ success }) => success)).toEqual([false, false, false]);
    expect(results['old:pin']?.terminalOutput).toContain('stopped by SIGINT');
    expect(texts()).toEqual(FILES);
  });
});
