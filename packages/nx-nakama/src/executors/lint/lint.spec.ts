import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { executorContext, pressCtrlC, printed, tasksOf } from '../../testing/executor-runs';
import { goMod, goSum, MAIN_GO, type TempWorkspace, tempWorkspace } from '../../testing/temp-workspace';
import { untilGone } from '../../testing/until-gone';
import type { BatchTaskResult } from '../run-batch';
import lintBatch from './lint.batch-impl';
import lint from './lint.impl';
import type { LintOptions } from './schema';

const HAS_GO = spawnSync('go', ['version']).status === 0;
if (!HAS_GO) console.warn('SKIPPED: there is no go on the PATH, nothing was vetted');

/** A first run may download the exact Go and compile its standard library. */
const GO_TIMEOUT_MS = 10 * 60 * 1000;

const PROJECTS = ['arena', 'linted', 'sloppy', 'unsummed'];

const SLOPPY = 'package sloppy\n\nimport "fmt"\n\nfunc F() { fmt.Printf("%d", "one") }\n';

const FILES = {
  'nakama.json': '{ "release": "3.40.0" }',
  'plugins/arena/go.mod': goMod('example.com/arena'),
  'plugins/arena/go.sum': goSum(),
  'plugins/arena/main.go': MAIN_GO,
  'plugins/linted/.golangci.yml': 'version: "2"\n',
  'plugins/linted/go.mod': 'module example.com/linted\n\ngo 1.26.5\n',
  'plugins/linted/linted.go': 'package linted\n',
  'plugins/sloppy/go.mod': 'module example.com/sloppy\n\ngo 1.26.5\n',
  'plugins/sloppy/sloppy.go': SLOPPY,
  'plugins/sloppy/inner/inner_test.go': SLOPPY.replace('sloppy', 'inner'),
  'plugins/unsummed/go.mod': goMod('example.com/unsummed'),
  'plugins/unsummed/main.go': MAIN_GO,
};

/**
 * Stands in for golangci-lint, which is not run here: it tells how it was started and which go it finds, and complains
 * of a line as the real one does.
 */
const FAKE_LINTER = `#!/bin/sh
case "$PWD" in */slow) echo $$ > "$0-new"; mv "$0-new" "$0-begun"; sleep 3600;; esac
echo "linted.go:1:1: $(basename "$PWD"): $1 $3 $4 $5 (fake)"
go version
echo "$GOOS/$GOARCH $GOFLAGS$GOWORK"
exit 1
`;

(HAS_GO ? describe : describe.skip)('lint', () => {
  jest.setTimeout(GO_TIMEOUT_MS);
  const { PATH } = process.env;
  let workspace: TempWorkspace;
  beforeEach(() => {
    workspace = tempWorkspace(FILES);
  });
  afterEach(() => {
    process.env.PATH = PATH;
    workspace.remove();
  });

  const context = (projectName?: string) => executorContext(workspace.root, PROJECTS, projectName);
  const runAlone = (project: string, options: LintOptions = {}) =>
    printed(() => lint(options, context(project)));

  async function runInBatch(options: LintOptions = {}): Promise<BatchTaskResult[]> {
    const results: BatchTaskResult[] = [];
    const inputs = Object.fromEntries(PROJECTS.map((project) => [`${project}:lint`, options]));
    for await (const result of lintBatch(tasksOf('lint', PROJECTS), inputs, {}, context())) {
      results.push(result);
    }
    return results;
  }

  /** Puts the fake linter on PATH. */
  function installLinter(): string {
    workspace.write({ 'bin/golangci-lint': FAKE_LINTER });
    const program = join(workspace.root, 'bin/golangci-lint');
    chmodSync(program, 0o755);
    process.env.PATH = [join(workspace.root, 'bin'), PATH].join(delimiter);
    return program;
  }

  it('vets all projects of a batch, with places from the workspace root, and alone the same', async () => {
    const results = await runInBatch({ golangciLint: false });
    const output = Object.fromEntries(results.map(({ task, result }) => [task, result]));
    const head = 'go vet with Go 1.26.5 for linux/amd64 (Nakama 3.40.0)';
    expect(output['arena:lint']).toMatchObject({ success: true, terminalOutput: `plugins/arena: ${head}\n` });
    expect(output['sloppy:lint']).toMatchObject({ success: false });
    const lines = output['sloppy:lint']?.terminalOutput.split('\n').sort() ?? [];
    const finding = '5:24: fmt.Printf format %d has arg "one" of wrong type string';
    expect(lines).toContain(`plugins/sloppy/sloppy.go:${finding}`);
    expect(lines).toContain(`plugins/sloppy/inner/inner_test.go:${finding}`);
    expect(output['unsummed:lint']?.terminalOutput).toMatch(
      /plugins\/unsummed\/main\.go:7:2: missing go\.sum entry[^]*\n {2}fix: go -C plugins\/unsummed mod tidy/,
    );
    for (const project of ['arena', 'linted', 'unsummed']) {
      const { success, terminalOutput } = output[`${project}:lint`] ?? {};
      expect(await runAlone(project, { golangciLint: false })).toEqual({ success, terminalOutput });
    }
  });

  it('says how to install golangci-lint if it is configured and missing', async () => {
    const { success, terminalOutput } = await runAlone('linted', { golangciLint: 'no-such-linter' });
    expect(success).toBe(false);
    expect(terminalOutput.split('\n').slice(1)).toEqual([
      'plugins/linted/.golangci.yml: golangci-lint is configured, and there is no no-such-linter',
      '  fix: GOTOOLCHAIN=go1.26.5+auto go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@latest, or leave it out: golangciLint: false',
      '',
    ]);
    expect((await runAlone('linted', { golangciLint: false })).success).toBe(true);
    expect((await runAlone('arena', { golangciLint: 'no-such-linter' })).success).toBe(true);
  });

  // The fake is a shell script.
  (process.platform === 'win32' ? it.skip : it)(
    'runs golangci-lint if it is configured, with the exact Go and the environment of a build',
    async () => {
      const program = installLinter();
      const expected = [
        'plugins/linted: golangci-lint with Go 1.26.5 (plugins/linted/.golangci.yml)',
        'plugins/linted/linted.go:1:1: linted: run --color=never --allow-parallel-runners  (fake)',
        `go version go1.26.5 ${process.platform}/${process.arch === 'x64' ? 'amd64' : process.arch}`,
        'linux/amd64 -mod=readonlyoff',
        '',
      ];
      const { success, terminalOutput } = await runAlone('linted');
      expect(success).toBe(false);
      expect(terminalOutput.split('\n').slice(1)).toEqual(expected);
      process.env.PATH = PATH;
      expect((await runAlone('linted', { golangciLint: 'bin/golangci-lint' })).terminalOutput).toBe(
        terminalOutput,
      );
      expect(
        (await runAlone('linted', { golangciLint: program, tags: ['a', 'b'] })).terminalOutput,
      ).toContain('--build-tags=a,b (fake)');
    },
  );

  (process.platform === 'win32' ? it.skip : it)('ends golangci-lint at Ctrl-C', async () => {
    const program = installLinter();
    workspace.write({
      'plugins/slow/.golangci.yml': 'version: "2"\n',
      'plugins/slow/go.mod': 'module example.com/slow\n\ngo 1.26.5\n',
      'plugins/slow/slow.go': 'package slow\n',
    });
    const run = printed(() => lint({}, executorContext(workspace.root, ['slow'], 'slow')));
    while (!existsSync(`${program}-begun`)) await setTimeout(50);
    pressCtrlC();
    const { success, terminalOutput } = await run;
    expect(success).toBe(false);
    expect(terminalOutput).toContain('plugins/slow: could not be linted: stopped by SIGINT\n');
    await untilGone(Number(readFileSync(`${program}-begun`, 'utf8')));
  });

  it('without a C compiler for the server vets what needs none, and names what does', async () => {
    workspace.write({
      'plugins/arena/nakama.json': '{ "platforms": ["linux/arm64"] }',
      'plugins/sloppy/nakama.json': '{ "platforms": ["linux/arm64"] }',
      'plugins/sloppy/sloppy.go': 'package sloppy\n\nimport "C"\n',
    });
    const goroot = spawnSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).stdout.trim();
    process.env.PATH = join(goroot, 'bin');
    const arena = await runAlone('arena');
    expect(arena).toMatchObject({ success: true });
    expect(arena.terminalOutput).toContain('for linux/arm64');
    const { success, terminalOutput } = await runAlone('sloppy');
    expect(success).toBe(false);
    expect(terminalOutput).toMatch(
      /^plugins\/sloppy\/sloppy\.go: it imports "C", and there is no C compiler for linux\/arm64 with glibc\n {2}fix: /,
    );
  });

  it('names a project that does not exist', async () => {
    await expect(lint({}, context('nobody'))).rejects.toThrow('nx-nakama:lint runs on a project');
  });
});
