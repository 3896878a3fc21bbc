import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { executorContext, pressCtrlC, printed, tasksOf } from '../../testing/executor-runs';
import { goMod, goSum, MAIN_GO, type TempWorkspace, tempWorkspace } from '../../testing/temp-workspace';
import { untilGone } from '../../testing/until-gone';
import type { BatchTaskResult } from '../run-batch';
import type { TestOptions } from './schema';
import testBatch from './test.batch-impl';
import test from './test.impl';

const HAS_GO = spawnSync('go', ['version']).status === 0;
if (!HAS_GO) console.warn('SKIPPED: there is no go on the PATH, no test was run');
const HAS_GCC = spawnSync('gcc', ['-dumpversion']).status === 0;
if (!HAS_GCC) console.warn('SKIPPED: there is no gcc on the PATH, no data race was looked for');

/** A first run may download the exact Go and compile its standard library. */
const GO_TIMEOUT_MS = 10 * 60 * 1000;

const PROJECTS = ['arena', 'bare', 'broken', 'racy', 'red', 'unsummed'];

const library = (name: string, files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ 'go.mod': `module example.com/${name}\n\ngo 1.26.5\n`, ...files }).map(
      ([file, text]) => [`plugins/${name}/${file}`, text],
    ),
  );

const testGo = (name: string, body: string, ...imports: string[]): string =>
  `package ${name}

import (
${['testing', ...imports].map((path) => `\t"${path}"\n`).join('')})

func TestIt(t *testing.T) {
${body}
}
`;

const FILES = {
  'nakama.json': '{ "release": "3.40.0" }',
  'plugins/arena/go.mod': goMod('example.com/arena'),
  'plugins/arena/go.sum': goSum(),
  'plugins/arena/main.go': MAIN_GO,
  'plugins/arena/main_test.go': testGo('main', '\tt.Log(runtime.Version())', 'runtime'),
  ...library('bare', { 'bare.go': 'package bare\n' }),
  ...library('broken', {
    'broken.go': 'package broken\n',
    'inner/inner.go': 'package inner\n\nfunc One() int { return "one" }\n',
    'inner/inner_test.go': testGo('inner', '\tOne()'),
  }),
  ...library('racy', {
    'racy.go': 'package racy\n',
    'racy_test.go': testGo(
      'racy',
      '\tn := 0\n\tdone := make(chan bool)\n\tgo func() { n++; done <- true }()\n\tn++\n\t<-done',
    ),
  }),
  ...library('red', {
    'red.go': 'package red\n\nfunc Two() int { return 3 }\n',
    'red_test.go': testGo('red', '\tif Two() != 2 {\n\t\tt.Errorf("Two() is %d", Two())\n\t}'),
  }),
  'plugins/unsummed/go.mod': goMod('example.com/unsummed'),
  'plugins/unsummed/main.go': MAIN_GO,
  'plugins/unsummed/main_test.go': testGo('main', ''),
};

/** How long tests took, and whether go knew them to pass, differs from run to run. */
const timeless = (text: string | undefined): string =>
  (text ?? '').replace(/\t(?:\d+\.\d+s|\(cached\))/g, '\tTIME').replace(/\(\d+\.\d+s\)/g, '(TIME)');

(HAS_GO ? describe : describe.skip)('test', () => {
  jest.setTimeout(GO_TIMEOUT_MS);
  let workspace: TempWorkspace;
  beforeAll(() => {
    workspace = tempWorkspace(FILES);
  });
  afterAll(() => workspace.remove());

  const context = (projectName?: string) => executorContext(workspace.root, PROJECTS, projectName);
  const runAlone = (project: string, options: TestOptions = {}) =>
    printed(() => test(options, context(project)));

  async function runInBatch(options: TestOptions = {}): Promise<Record<string, BatchTaskResult['result']>> {
    const results: BatchTaskResult[] = [];
    const inputs = Object.fromEntries(PROJECTS.map((project) => [`${project}:test`, options]));
    for await (const result of testBatch(tasksOf('test', PROJECTS), inputs, {}, context())) {
      results.push(result);
    }
    return Object.fromEntries(results.map(({ task, result }) => [task, result]));
  }

  it('runs the tests of all projects of a batch, each on its own merits, and alone the same', async () => {
    const results = await runInBatch();
    const text = (project: string): string => timeless(results[`${project}:test`]?.terminalOutput);
    expect(PROJECTS.filter((project) => results[`${project}:test`]?.success)).toEqual([
      'arena',
      'bare',
      'racy',
    ]);
    const head = 'go test with Go 1.26.5 (Nakama 3.40.0)';
    expect(text('arena')).toBe(`plugins/arena: ${head}\nok  \texample.com/arena\tTIME\n`);
    expect(text('bare')).toBe(`plugins/bare: ${head}\nplugins/bare: no tests\n`);
    expect(text('red')).toContain('    red_test.go:9: Two() is 3\n');
    expect(text('red')).toContain('FAIL\texample.com/red\tTIME\n');
    expect(text('broken')).toContain('\nplugins/broken/inner/inner.go:3:25: cannot use "one"');
    expect(text('unsummed')).toContain('missing go.sum entry');
    expect(text('unsummed')).toMatch(/\n {2}fix: go -C plugins\/unsummed mod (?:tidy|download)/);

    for (const project of ['arena', 'bare', 'red']) {
      const { success, terminalOutput } = await runAlone(project);
      expect(success).toBe(results[`${project}:test`]?.success);
      expect(timeless(terminalOutput)).toBe(text(project));
    }
  });

  it('runs what it is told to, with the exact Go of the release', async () => {
    const { terminalOutput } = await runAlone('arena', {
      run: 'It$',
      verbose: true,
      count: 1,
      timeout: '1m',
    });
    expect(terminalOutput).toContain('=== RUN   TestIt\n');
    expect(terminalOutput).toContain('main_test.go:9: go1.26.5\n');
    expect((await runAlone('red', { run: 'Nothing' })).terminalOutput).toContain('[no tests to run]');
    expect((await runAlone('broken', { packages: ['.'] })).success).toBe(true);
    expect((await runAlone('red', { release: '3.99.0' })).terminalOutput).toContain('"3.99.0"');
  });

  it('refuses what it can not pass on', async () => {
    const { success, terminalOutput } = await runAlone('red', {
      flags: ['-tags=x', 'loose'],
      packages: ['-exec=sh'],
      coverProfile: '../cover.out',
    });
    expect(success).toBe(false);
    expect(terminalOutput.split('\n').filter((line) => !line.startsWith('  fix: '))).toEqual([
      "plugins/red/go.mod: the tests can't be run with -tags=x: give them by the option tags",
      'plugins/red/go.mod: loose is not a flag of go test',
      'plugins/red/go.mod: -exec=sh is not a package',
      'plugins/red/go.mod: the coverage profile ../cover.out is not a file in the workspace',
      '',
    ]);
  });

  it('writes a coverage profile where it is told to, in place of the old one', async () => {
    const profile = join(workspace.root, 'coverage/red.out');
    const { terminalOutput } = await runAlone('red', { coverProfile: 'coverage/red.out', cover: true });
    expect(terminalOutput).toContain('coverage: 100.0% of statements');
    expect(readFileSync(profile, 'utf8')).toMatch(/^mode: set\nexample\.com\/red\/red\.go:3\.16,/);
    await runAlone('broken', { coverProfile: 'coverage/red.out', packages: ['./inner'] });
    expect(readFileSync(profile, 'utf8')).toBe('mode: set\n');
  });

  (HAS_GCC ? it : it.skip)('finds a data race', async () => {
    const { success, terminalOutput } = await runAlone('racy', { race: true });
    expect(success).toBe(false);
    expect(terminalOutput).toContain('WARNING: DATA RACE');
  });

  it('says what the race detector lacks, and runs without cgo where there is no C compiler', async () => {
    const { PATH, CC } = process.env;
    const goroot = spawnSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).stdout.trim();
    try {
      process.env.PATH = join(goroot, 'bin');
      delete process.env.CC;
      const { success, terminalOutput } = await runAlone('racy', { race: true });
      expect(success).toBe(process.platform === 'darwin');
      if (!success) {
        expect(terminalOutput).toMatch(
          /^plugins\/racy\/go\.mod: the race detector needs cgo, and .*\n {2}fix: /,
        );
      }
      expect(await runAlone('racy')).toMatchObject({ success: true });
    } finally {
      process.env.PATH = PATH;
      if (CC !== undefined) process.env.CC = CC;
    }
  });

  it('ends go and the tests at Ctrl-C', async () => {
    const marker = join(workspace.root, 'begun');
    const slow = `\t_ = os.WriteFile(${JSON.stringify(`${marker}.new`)}, []byte(strconv.Itoa(os.Getpid())), 0o600)
\t_ = os.Rename(${JSON.stringify(`${marker}.new`)}, ${JSON.stringify(marker)})
\ttime.Sleep(time.Hour)`;
    workspace.write(library('slow', { 'slow_test.go': testGo('slow', slow, 'os', 'strconv', 'time') }));
    const context = executorContext(workspace.root, ['slow'], 'slow');
    const run = printed(() => test({}, context));
    while (!existsSync(marker)) await setTimeout(50);
    pressCtrlC();
    const { success, terminalOutput } = await run;
    expect(success).toBe(false);
    expect(terminalOutput).toContain('plugins/slow: could not be tested: stopped by SIGINT\n');
    await untilGone(Number(readFileSync(marker, 'utf8')));
  });

  it('names a project that does not exist', async () => {
    await expect(test({}, context('nobody'))).rejects.toThrow('nx-nakama:test runs on a project');
  });
});
