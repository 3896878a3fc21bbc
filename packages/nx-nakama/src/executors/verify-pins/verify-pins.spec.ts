import { spawnSync } from 'node:child_process';
import { openWorkspace } from 'nakama-pins';
import { findNakamaModules } from '../../graph/nakama-modules';
import { normalizeOptions } from '../../graph/options';
import { moduleTargets } from '../../graph/targets/module-targets';
import { executorContext, printed, tasksOf } from '../../testing/executor-runs';
import { looksAt } from '../../testing/looks';
import { goMod, goSum, MAIN_GO, type TempWorkspace, tempWorkspace } from '../../testing/temp-workspace';
import type { BatchTaskResult } from '../run-batch';
import type { VerifyPinsOptions } from './schema';
import verifyPinsBatch from './verify-pins.batch-impl';
import verifyPins from './verify-pins.impl';

const HAS_GO = spawnSync('go', ['version']).status === 0;
if (!HAS_GO) console.warn('SKIPPED: there is no go on the PATH, nothing was compiled');

/** A first run may download the exact Go and compile its standard library. */
const GO_TIMEOUT_MS = 10 * 60 * 1000;

const PROJECTS = ['arena', 'broken', 'old', 'twin'];
const OPTIONS: Record<string, VerifyPinsOptions> = {
  'twin:verify-pins': { samePath: ['plugins/arena'] },
};

describe('verify-pins', () => {
  let workspace: TempWorkspace;
  beforeAll(() => {
    workspace = tempWorkspace({
      'nakama.json': '{ "release": "3.40.0" }',
      'plugins/arena/go.mod': goMod('example.com/arena'),
      'plugins/arena/go.sum': goSum(),
      'plugins/arena/main.go': MAIN_GO,
      'plugins/broken/go.mod': `${goMod('example.com/broken')}\nrequire (\n`,
      'plugins/broken/main.go': MAIN_GO,
      'plugins/old/go.mod': goMod('example.com/old', 'v1.46.0'),
      'plugins/old/main.go': MAIN_GO,
      'plugins/twin/go.mod': goMod('example.com/arena'),
      'plugins/twin/main.go': MAIN_GO,
    });
  });
  afterAll(() => workspace.remove());

  const context = (projectName?: string) => executorContext(workspace.root, PROJECTS, projectName);

  async function runInBatch(options: Record<string, VerifyPinsOptions>): Promise<BatchTaskResult[]> {
    const results: BatchTaskResult[] = [];
    const tasks = tasksOf('verify-pins', PROJECTS);
    for await (const result of verifyPinsBatch(tasks, options, {}, context())) results.push(result);
    return results;
  }

  const runAlone = (project: string, options: VerifyPinsOptions) =>
    printed(() => verifyPins(options, context(project)));

  it('takes the release that was typed, of which Nx makes a number', async () => {
    const options = { release: 3.4 } as unknown as VerifyPinsOptions;
    const { tasks } = tasksOf('verify-pins', ['arena']);
    const [[id, task]] = Object.entries(tasks) as [[string, (typeof tasks)[string]]];
    const typed = { tasks: { [id]: { ...task, overrides: { __overrides_unparsed__: ['--release=3.40'] } } } };
    const taskGraph = { ...typed, roots: [], dependencies: {}, continuousDependencies: {} };
    const alone = await printed(() =>
      verifyPins(options, { ...context('arena'), targetName: 'verify-pins', taskGraph }),
    );
    expect(alone.terminalOutput).toContain('Nakama 3.40.0');
    for await (const { result } of verifyPinsBatch(typed, { [id]: options }, {}, context()))
      expect(result.terminalOutput).toContain('Nakama 3.40.0');
    expect((await runAlone('arena', options)).terminalOutput).toContain('must be a text, found 3.4');
  });

  it('reports every task of a batch once, each on its own merits', async () => {
    const results = await runInBatch(OPTIONS);
    expect(results.map(({ task, result }) => [task, result.success])).toEqual([
      ['arena:verify-pins', true],
      ['broken:verify-pins', false],
      ['old:verify-pins', false],
      ['twin:verify-pins', false],
    ]);
    const output = Object.fromEntries(results.map(({ task, result }) => [task, result.terminalOutput]));
    expect(output['broken:verify-pins']).toMatch(/^plugins\/broken\/go\.mod:\d+:\d+: /);
    expect(output['old:verify-pins']).toContain('plugins/old/go.mod:5:');
    expect(output['old:verify-pins']).toContain('v1.47.0');
    expect(output['twin:verify-pins']).toContain('plugins/arena');
    expect(results.every(({ result }) => result.startTime <= result.endTime)).toBe(true);
  });

  it('gives alone what it gives in a batch', async () => {
    for (const { task, result } of await runInBatch(OPTIONS)) {
      const alone = await runAlone(task.split(':')[0] ?? '', OPTIONS[task] ?? {});
      expect(alone).toEqual({ success: result.success, terminalOutput: result.terminalOutput });
    }
  });

  it('gives one plugin the verdict that all plugins of the workspace get together', async () => {
    const uuid = (version: string): string => `\nrequire github.com/google/uuid ${version}\n`;
    const main = MAIN_GO.replace('"context"', '"context"\n\t_ "github.com/google/uuid"');
    workspace.write({
      'duel/one/go.mod': goMod('example.com/one') + uuid('v1.6.0'),
      'duel/one/main.go': main,
      'duel/two/go.mod': goMod('example.com/two') + uuid('v1.5.0'),
      'duel/two/main.go': main,
    });
    const [one] = findNakamaModules(looksAt(workspace.root), ['duel/one', 'duel/two']);
    const options =
      one &&
      moduleTargets({
        root: workspace.root,
        module: one,
        options: normalizeOptions(undefined),
        catalog: '0.3.0-1',
      });
    const alone = await openWorkspace({ root: workspace.root }).verify(['duel/one'], {
      only: true,
      ...(options?.['verify-pins']?.options as object),
    });
    const { modules } = await openWorkspace({ root: workspace.root }).verify(['duel']);
    expect(alone.modules).toEqual(modules.slice(0, 1));
    expect(alone.modules[0]?.findings.map(({ id }) => id)).toContain('plugins-conflict');
  });

  it('fails a task whose options it does not know, alone and in a batch, and says which are meant', async () => {
    const wrong = { relese: '3.39.0' } as object;
    const results = await runInBatch({ ...OPTIONS, 'arena:verify-pins': wrong });
    expect(results.map(({ result }) => result.success)).toEqual([false, false, false, false]);
    const { terminalOutput } = (await runAlone('arena', wrong)) as { terminalOutput: string };
    expect(terminalOutput).toMatch(
      /^nx-nakama:verify-pins has no option "relese"\n {2}fix: write "release"; all are release, proof, tags\n$/,
    );
    expect(results[0]?.result.terminalOutput).toBe(terminalOutput);
  });

  it('judges by the release of its options, each task by its own', async () => {
    const results = await runInBatch({
      'arena:verify-pins': { release: '3.39.0' },
      'old:verify-pins': { release: '3.39' },
      'twin:verify-pins': { release: '3.99.0' },
    });
    const [arena, , old, twin] = results.map(({ result }) => result);
    expect(arena?.success).toBe(false);
    expect(old?.terminalOutput).toContain('3.39.0');
    expect(twin).toMatchObject({
      success: false,
      terminalOutput: expect.stringContaining('"3.99.0"') as string,
    });
  });

  (HAS_GO ? it : it.skip)(
    'compiles where proof compiled is asked for, and tells apart what has the right versions from what fails',
    async () => {
      const options: VerifyPinsOptions = { proof: 'compiled' };
      const results = await runInBatch(
        Object.fromEntries(PROJECTS.map((project) => [`${project}:verify-pins`, options])),
      );
      const output = Object.fromEntries(results.map(({ task, result }) => [task, result]));
      expect(output['arena:verify-pins']).toMatchObject({ success: true });
      expect(output['old:verify-pins']?.terminalOutput).toContain('✘ plugins/old fails');
      expect(await runAlone('arena', options)).toEqual({
        success: true,
        terminalOutput: output['arena:verify-pins']?.terminalOutput,
      });
    },
    GO_TIMEOUT_MS,
  );

  it('does not write colours into what is cached', async () => {
    const results = await runInBatch(OPTIONS);
    expect(results.map(({ result }) => result.terminalOutput).join('')).not.toContain('\u001b');
  });

  it('names a project that does not exist', async () => {
    await expect(verifyPins({}, context('nobody'))).rejects.toThrow('there is no project "nobody"');
  });
});
