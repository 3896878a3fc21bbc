import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { goMod, goSum, MAIN_GO, tempWorkspace, type TempWorkspace } from '../../testing/temp-workspace';
import type { VerifyPinsOptions } from './schema';
import verifyPinsBatch, { type VerifyPinsTaskResult } from './verify-pins.batch-impl';
import verifyPins from './verify-pins.impl';

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

  function context(projectName?: string): ExecutorContext {
    const projects = Object.fromEntries(PROJECTS.map((name) => [name, { root: `plugins/${name}` }]));
    return {
      root: workspace.root,
      cwd: workspace.root,
      isVerbose: false,
      projectName,
      projectsConfigurations: { version: 2, projects },
      nxJsonConfiguration: {},
      projectGraph: { nodes: {}, dependencies: {} },
    };
  }

  async function runBatch(options: Record<string, VerifyPinsOptions>): Promise<VerifyPinsTaskResult[]> {
    const tasks: TaskGraph['tasks'] = Object.fromEntries(
      PROJECTS.map((project) => {
        const id = `${project}:verify-pins`;
        return [
          id,
          {
            id,
            target: { project, target: 'verify-pins' },
            overrides: {},
            outputs: [],
            cache: true,
            parallelism: true,
          },
        ];
      }),
    );
    const results: VerifyPinsTaskResult[] = [];
    for await (const result of verifyPinsBatch({ tasks }, options, {}, context())) results.push(result);
    return results;
  }

  async function runAlone(project: string, options: VerifyPinsOptions) {
    const written: string[] = [];
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    try {
      const { success } = await verifyPins(options, context(project));
      return { success, terminalOutput: written.join('') };
    } finally {
      write.mockRestore();
    }
  }

  it('reports every task of a batch once, each on its own merits', async () => {
    const results = await runBatch(OPTIONS);
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
    for (const { task, result } of await runBatch(OPTIONS)) {
      const alone = await runAlone(task.split(':')[0] ?? '', OPTIONS[task] ?? {});
      expect(alone).toEqual({ success: result.success, terminalOutput: result.terminalOutput });
    }
  });

  it('judges by the release of its options, each task by its own', async () => {
    const results = await runBatch({
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

  it('does not write colours into what is cached', async () => {
    const results = await runBatch(OPTIONS);
    expect(results.map(({ result }) => result.terminalOutput).join('')).not.toContain('\u001b');
  });

  it('names a project that does not exist', async () => {
    await expect(verifyPins({}, context('nobody'))).rejects.toThrow('there is no project "nobody"');
  });
});
