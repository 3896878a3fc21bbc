import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { executorContext, pressCtrlC, printed, tasksOf } from '../../testing/executor-runs';
import { goMod, goSum, MAIN_GO, type TempWorkspace, tempWorkspace } from '../../testing/temp-workspace';
import type { BatchTaskResult } from '../run-batch';
import type { TidyOptions } from './schema';
import tidyBatch from './tidy.batch-impl';
import tidy from './tidy.impl';

const HAS_GO = spawnSync('go', ['version']).status === 0;
if (!HAS_GO) console.warn('SKIPPED: there is no go on the PATH, nothing was tidied');

/** A first run may download the exact Go and modules. */
const GO_TIMEOUT_MS = 10 * 60 * 1000;

const PROJECTS = ['arena', 'broken', 'untidy'];

const STRAY = 'github.com/heroiclabs/nakama-common v1.46.0/go.mod h1:stray=\n';

const FILES = {
  'nakama.json': '{ "release": "3.40.0" }',
  'plugins/arena/go.mod': goMod('example.com/arena'),
  'plugins/arena/go.sum': '',
  'plugins/arena/main.go': MAIN_GO,
  'plugins/broken/go.mod': `${goMod('example.com/broken')}\nreplace google.golang.org/protobuf => ./nowhere\n`,
  'plugins/broken/main.go': MAIN_GO,
  'plugins/untidy/go.mod': 'module example.com/untidy\n\ngo 1.26.5\n\nrequire go.uber.org/zap v1.28.0\n',
  'plugins/untidy/go.sum': STRAY,
  'plugins/untidy/untidy.go': 'package untidy\n',
};

(HAS_GO ? describe : describe.skip)('tidy', () => {
  jest.setTimeout(GO_TIMEOUT_MS);
  let workspace: TempWorkspace;
  beforeEach(() => {
    workspace = tempWorkspace(FILES);
  });
  afterEach(() => workspace.remove());

  const read = (file: string): string => readFileSync(join(workspace.root, file), 'utf8');
  const texts = () => Object.fromEntries(Object.keys(FILES).map((file) => [file, read(file)]));
  const context = (projectName?: string) => executorContext(workspace.root, PROJECTS, projectName);
  const runAlone = (project: string, options: TidyOptions = {}) =>
    printed(() => tidy(options, context(project)));

  async function runInBatch(options: TidyOptions): Promise<Record<string, BatchTaskResult['result']>> {
    const results: BatchTaskResult[] = [];
    const inputs = Object.fromEntries(PROJECTS.map((project) => [`${project}:tidy`, options]));
    for await (const result of tidyBatch(tasksOf('tidy', PROJECTS), inputs, {}, context())) {
      results.push(result);
    }
    return Object.fromEntries(results.map(({ task, result }) => [task, result]));
  }

  it('shows what tidying changes as a unified diff, and writes nothing; in a batch as alone', async () => {
    const results = await runInBatch({});
    expect(Object.values(results).map(({ success }) => success)).toEqual([false, false, false]);
    expect(results['untidy:tidy']?.terminalOutput)
      .toBe(`✘ plugins/untidy: not tidy: go mod tidy of Go 1.26.5 changes plugins/untidy/go.mod, plugins/untidy/go.sum
--- a/plugins/untidy/go.mod
+++ b/plugins/untidy/go.mod
@@ -1,5 +1,3 @@
 module example.com/untidy
 
 go 1.26.5
-
-require go.uber.org/zap v1.28.0
--- a/plugins/untidy/go.sum
+++ b/plugins/untidy/go.sum
@@ -1,1 +0,0 @@
-${STRAY}  fix: nx tidy untidy --fix (go mod tidy with Go 1.26.5)
`);
    expect(results['broken:tidy']?.terminalOutput).toMatch(
      /^✘ plugins\/broken: Go 1\.26\.5 can't tidy it\n(?: {2}\S.* \.\/nowhere does not exist\n)+ {2}fix: add the folder that the replace names/,
    );
    for (const project of PROJECTS) {
      const { success, terminalOutput } = results[`${project}:tidy`] ?? {};
      expect(await runAlone(project)).toEqual({ success, terminalOutput });
    }
    expect(texts()).toEqual(FILES);
  });

  it('writes it with --fix, and is content from then on', async () => {
    const results = await runInBatch({ fix: true });
    expect(results['arena:tidy']).toMatchObject({
      success: true,
      terminalOutput: '✔ plugins/arena: wrote plugins/arena/go.sum (Go 1.26.5)\n',
    });
    expect(results['broken:tidy']?.success).toBe(false);
    expect(read('plugins/untidy/go.mod')).toBe('module example.com/untidy\n\ngo 1.26.5\n');
    expect(read('plugins/arena/go.sum')).toContain(goSum().split('\n')[0]);
    expect(await runAlone('arena')).toEqual({
      success: true,
      terminalOutput: '✔ plugins/arena: go.mod and go.sum are tidy (Go 1.26.5)\n',
    });
  });

  it('stops at Ctrl-C: nothing is written', async () => {
    const running = runInBatch({ fix: true });
    pressCtrlC();
    const results = await running;
    expect(Object.values(results).map(({ success }) => success)).toEqual([false, false, false]);
    expect(results['untidy:tidy']?.terminalOutput).toContain('stopped by SIGINT');
    expect(texts()).toEqual(FILES);
  });

  it('names a project that does not exist', async () => {
    await expect(tidy({}, context('nobody'))).rejects.toThrow('nx-nakama:tidy runs on a project');
  });
});
