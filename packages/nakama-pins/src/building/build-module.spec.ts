import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { ProgressEvent } from '../input/progress';
import { openWorkspace } from '../open-workspace/open-workspace';
import { buildable, describeWithGo, GO_TIMEOUT_MS } from '../testing/go';
import { goIn } from '../testing/go';
import { one } from '../testing/one';
import { type Files, mainGo, pinned, removeWorkspaces, workspace } from '../testing/workspace';
import { findProgram } from '../toolchain/find-program';
import type { BuildOptions } from './build-options';

afterAll(removeWorkspaces);

const NAKAMA_JSON = { 'nakama.json': '{ "release": "3.40.0" }\n' };

function inFolder(dir: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${dir}/${path}`, text]));
}

const arena = (files: Files = buildable()) =>
  workspace({ ...NAKAMA_JSON, ...inFolder('plugins/arena', files) });

function build(root: string, options?: BuildOptions, env: NodeJS.ProcessEnv = process.env) {
  return one(openWorkspace({ root, env }).build(['plugins/arena'], { only: true, ...options }));
}

const verifyDeclaredAt = (root: string) => one(openWorkspace({ root }).verify(['plugins/arena']));

const SO = 'dist/plugins/arena/linux-amd64/arena.so';

// Where gcc is the host's own for linux/amd64, so that no other compiler has to be brought.
const hasCompiler = process.platform === 'linux' && process.arch === 'x64' && findProgram('gcc', process.env);
if (!hasCompiler) console.warn('no gcc for linux/amd64: tests that build plugins with it are skipped');
const describeBuilds = hasCompiler ? describeWithGo : describe.skip;

describeBuilds('a build', () => {
  it(
    'looks at no test and no file for Windows, be it broken, but embeds those that it is told to',
    async () => {
      const sumOf = async (files: Files): Promise<string | undefined> =>
        (await build(arena({ ...buildable(), ...files }))).built[0]?.sha256;
      const plain = await sumOf({});
      expect(plain).toMatch(/^[0-9a-f]{64}$/);
      for (const test of ['pakage main\n', 'package other\n', 'package main\n\nimport "C"\n'])
        expect(await sumOf({ 'arena_test.go': test })).toBe(plain);
      expect(await sumOf({ 'arena_windows.go': 'pakage main\n' })).toBe(plain);
      const embedding = 'package main\n\nimport _ "embed"\n\n//go:embed words_test.go\nvar Words string\n';
      const words = await sumOf({ 'words.go': embedding, 'words_test.go': 'package main\n' });
      expect(words).toMatch(/^[0-9a-f]{64}$/);
      expect(await sumOf({ 'words.go': embedding, 'words_test.go': 'package main\n\n' })).not.toBe(words);
    },
    GO_TIMEOUT_MS,
  );

  it(
    'compiles again what includes a header of another folder, which the build cache of Go does not see',
    async () => {
      const withC =
        '\n\n// #cgo CFLAGS: -I${SRCDIR}/../../native\n// #include "n.h"\nimport "C"\n\nvar N = C.N\n';
      const root = arena({ ...buildable(), 'n.go': `package main${withC}` });
      const sumWith = async (n: number): Promise<string | undefined> => {
        mkdirSync(join(root, 'native'), { recursive: true });
        writeFileSync(join(root, 'native/n.h'), '#include "m.h"\n');
        writeFileSync(join(root, 'native/m.h'), `#define N ${n}\n`);
        return (await build(root)).built[0]?.sha256;
      };
      const first = await sumWith(1);
      expect(first).toMatch(/^[0-9a-f]{64}$/);
      expect(await sumWith(2)).not.toBe(first);
      expect(await sumWith(1)).toBe(first);
    },
    GO_TIMEOUT_MS,
  );

  it(
    'makes a plugin that the server takes',
    async () => {
      const root = arena();
      const lines: string[] = [];
      const onProgress = (event: ProgressEvent): void => {
        if (event.kind === 'line') lines.push(event.text);
      };
      const { built, ...rest } = await one(openWorkspace({ root, onProgress }).build(['plugins/arena']));
      expect(rest).toMatchObject({
        verdict: 'loads',
        proof: 'artifact',
        findings: [],
        dir: 'plugins/arena',
        module: 'example.com/arena',
        release: '3.40.0',
        warnings: [],
      });
      const bytes = readFileSync(join(root, SO));
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(built).toEqual([{ platform: 'linux/amd64', file: SO, size: bytes.length, sha256, cc: 'gcc' }]);
      expect(lines).toContain(`${SO}: Go 1.26.5, gcc`);
      const { stdout } = await goIn(root, '1.26.5', 'version', '-m', SO);
      expect(stdout).toContain(`${SO}: go1.26.5`);
      expect(stdout).toContain('-trimpath=true');
      expect(stdout).not.toContain('vcs.');
    },
    GO_TIMEOUT_MS,
  );

  it(
    'gives the same bytes in another folder, for another user, with other caches and settings',
    async () => {
      const sums: (string | undefined)[] = [];
      for (const settings of [
        {},
        {
          // A cold cache: the standard library is compiled anew.
          HOME: workspace({ keep: '' }),
          GOCACHE: workspace({ keep: '' }),
          USER: 'somebody',
          TMPDIR: workspace({ keep: '' }),
          GOFLAGS: '-race -tags=netgo',
          GOWORK: '/nowhere/go.work',
          CGO_ENABLED: '0',
          GOAMD64: 'v3',
          GOMODCACHE: (await goIn('/', '1.26.5', 'env', 'GOMODCACHE')).stdout.trim(),
        },
      ]) {
        const { built } = await build(
          arena(buildable(['go.uber.org/zap'])),
          {},
          { ...process.env, ...settings },
        );
        sums.push(built[0]?.sha256);
      }
      expect(sums[0]).toMatch(/^[0-9a-f]{64}$/);
      expect(sums[1]).toBe(sums[0]);
    },
    GO_TIMEOUT_MS,
  );

  it(
    'goes where it is told, for each platform and each main package with InitModule',
    async () => {
      const { 'main.go': main, ...files } = buildable();
      const root = arena({
        ...files,
        'cmd/lobby/main.go': String(main),
        'cmd/match/main.go': String(main),
        'tool/main.go': 'package main\n\nfunc main() {}\n',
      });
      const options = { outputDir: () => 'out', ldflags: '-s -w -X main.x=y', tags: ['mine'] };
      const { built } = await one(openWorkspace({ root }).build(['plugins/arena'], options));
      expect(built.map(({ file }) => file)).toEqual(['out/linux-amd64/lobby.so', 'out/linux-amd64/match.so']);
    },
    GO_TIMEOUT_MS,
  );

  it(
    'judges and builds the files that the build tags choose, be they given or in nakama.json',
    async () => {
      const { 'main.go': main, ...files } = buildable();
      const stub = 'package main\n\nfunc main() {}\n';
      const root = arena({
        ...files,
        'cmd/arena_nakama/main.go': `//go:build nakama\n\n${String(main)}`,
        'cmd/arena_nakama/stub.go': `//go:build !nakama\n\n${stub}`,
      });
      const without = await build(root);
      expect(without.verdict).toBe('fails');
      expect(without.findings.map(({ id }) => id)).toContain('init-module');
      const given = await build(root, { tags: ['nakama'] });
      expect(given).toMatchObject({ verdict: 'loads', findings: [] });
      writeFileSync(join(root, 'nakama.json'), '{ "release": "3.40.0", "tags": ["nakama"] }');
      const { findings, built } = await build(root);
      expect([findings, built]).toEqual([[], given.built]);
      const compiled = await one(openWorkspace({ root }).verify(['plugins/arena'], { proof: 'compiled' }));
      expect(compiled).toMatchObject({ verdict: 'loads', findings: [] });
    },
    GO_TIMEOUT_MS,
  );

  it(
    'says what was built before a file could not be written',
    async () => {
      const { 'main.go': main, ...files } = buildable();
      const root = workspace({
        ...NAKAMA_JSON,
        ...inFolder('plugins/arena', {
          ...files,
          'cmd/lobby/main.go': String(main),
          'cmd/match/main.go': String(main),
        }),
        'dist/plugins/arena/linux-amd64/match.so/is-a-folder': '',
      });
      const { modules, exitCode } = await openWorkspace({ root }).build(['plugins/arena']);
      expect(exitCode).toBe(2);
      expect(modules).toMatchObject([
        {
          module: 'example.com/arena',
          release: '3.40.0',
          verdict: 'unknown',
          problems: [{ file: 'dist/plugins/arena/linux-amd64/match.so' }],
          built: [{ file: 'dist/plugins/arena/linux-amd64/lobby.so' }],
        },
      ]);
    },
    GO_TIMEOUT_MS,
  );

  it(
    'of two plugins with one module path says that a server opens only one',
    async () => {
      const root = workspace({
        ...NAKAMA_JSON,
        ...inFolder('plugins/arena', buildable()),
        ...inFolder('plugins/lobby', buildable()),
      });
      const { modules, exitCode } = await openWorkspace({ root }).build(['.']);
      expect(exitCode).toBe(1);
      for (const { findings, built } of modules) {
        expect(findings.map(({ id }) => id)).toEqual(['duplicate-plugin-path']);
        expect(built).toHaveLength(1);
      }
    },
    GO_TIMEOUT_MS,
  );

  it(
    'says what does not compile, where, and leaves what was there',
    async () => {
      const broken = mainGo().replace('return nil', 'nowhere()\n\treturn 1');
      const root = workspace({
        ...NAKAMA_JSON,
        ...inFolder('plugins/arena', { ...buildable(), 'main.go': broken }),
        [SO]: 'the last one',
      });
      const { built, verdict, findings } = await build(root);
      expect(built).toEqual([]);
      expect(verdict).toBe('fails');
      expect(findings.map(({ id, location }) => `${id} ${location.file}:${location.line}`)).toEqual([
        'does-not-compile plugins/arena/main.go:11',
      ]);
      expect(findings[0]?.message).toMatch(
        /it:\n {2}plugins\/arena\/main\.go:11:2: undefined: nowhere\n {2}plugins\/arena\/main\.go:12:9: cannot use 1/,
      );
      expect(readFileSync(join(root, SO), 'utf8')).toBe('the last one');
    },
    GO_TIMEOUT_MS,
  );

  it(
    'uses vendor/ where it agrees with go.mod, and builds without it where not',
    async () => {
      const root = arena();
      await goIn(join(root, 'plugins/arena'), '1.26.5', 'mod', 'vendor');
      const nowhere = { ...process.env, GOPROXY: 'off', GOMODCACHE: workspace({ keep: '' }) };
      // The toolchain lies in the module cache that is not to be used here.
      const go = (await goIn(root, '1.26.5', 'env', 'GOROOT')).stdout.trim();
      const offline = { ...nowhere, PATH: [join(go, 'bin'), process.env['PATH']].join(delimiter) };
      expect((await build(root, {}, offline)).verdict).toBe('loads');

      const stale = arena({ ...buildable(), 'vendor/modules.txt': '# example.com/x v1.0.0\n## explicit\n' });
      const { verdict, findings } = await build(stale);
      expect(verdict).toBe('loads');
      expect(findings.map(({ id, severity }) => `${id} ${severity}`)).toContain('vendor-out-of-step warning');
    },
    GO_TIMEOUT_MS,
  );

  it(
    'ends when aborted, and leaves nothing',
    async () => {
      const root = arena();
      const abort = new AbortController();
      const env = { ...process.env, GOCACHE: workspace({ keep: '' }) };
      const onProgress = () => setTimeout(() => abort.abort(new Error('stopped')), 300);
      const workspaceOf = openWorkspace({ root, env, signal: abort.signal, onProgress });
      await expect(workspaceOf.build(['plugins/arena'])).rejects.toThrow('stopped');
      expect(existsSync(join(root, 'dist'))).toBe(false);
    },
    GO_TIMEOUT_MS,
  );

  it(
    'refuses a flag that go does not know, or with a value that it does not take',
    async () => {
      const root = workspace({ ...NAKAMA_JSON, ...inFolder('plugins/arena', buildable()) });
      const refused = async (options: BuildOptions) => {
        const { exitCode, problems } = await openWorkspace({ root }).build(['plugins/arena'], options);
        return [exitCode, ...problems.map(({ file, message }) => `${file}: ${message}`)];
      };
      expect(await refused({ flags: ['-nosuch'] })).toEqual([
        2,
        '--go-flag: go build refuses it: flag provided but not defined: -nosuch',
      ]);
      expect(await refused({ flags: ['-p=x'] })).toEqual([
        2,
        '--go-flag: go build refuses it: invalid value "x" for flag -p: parse error',
      ]);
    },
    GO_TIMEOUT_MS,
  );

  it(
    'of a workspace builds its plugins, not their libraries, and names what it could not build',
    async () => {
      const library = { 'go.mod': 'module example.com/lib\n\ngo 1.26.5\n', 'lib.go': 'package lib\n' };
      const files = buildable();
      const root = workspace({
        ...NAKAMA_JSON,
        ...inFolder('plugins/arena', {
          ...files,
          'go.mod': `${files['go.mod']}\nrequire example.com/lib v0.0.0\n\nreplace example.com/lib => ../../lib\n`,
          'main.go': mainGo('example.com/lib'),
        }),
        ...inFolder('plugins/lobby', pinned()),
        ...inFolder('lib', library),
        'plugins/lobby/go.mod': `${files['go.mod']}\nnonsense\n`,
      });
      const { modules, problems, exitCode } = await openWorkspace({ root }).build(['.']);
      expect(modules.map(({ dir, verdict }) => `${dir} ${verdict}`)).toEqual([
        'plugins/arena loads',
        'plugins/lobby unknown',
      ]);
      expect(exitCode).toBe(2);
      expect(problems.map(({ file }) => file)).toEqual(['plugins/lobby/go.mod']);
      await expect(one(openWorkspace({ root }).build(['lib']))).rejects.toThrow('lib is a library');
    },
    GO_TIMEOUT_MS,
  );
});

describe('without a build', () => {
  it('a platform that no server runs on is the finding of verify, in nakama.json and as an option', async () => {
    const settings = '{\n  "release": "3.40.0",\n  "platforms": ["linux/amd64", "linux/riscv64"]\n}\n';
    const root = workspace({ 'nakama.json': settings, ...inFolder('plugins/arena', pinned()) });
    const message =
      'Nakama 3.40.0 does not run on linux/riscv64: its server is for linux/amd64 and linux/arm64';
    const named = await build(root);
    expect(named).toMatchObject({ verdict: 'fails', findings: [{ id: 'platform', message }], built: [] });
    expect(named.findings).toEqual((await verifyDeclaredAt(root)).findings);
    const asked = await build(root, { platforms: ['linux/amd64', 'linux/riscv64', 'darwin/arm64'] });
    expect(asked.built).toEqual([]);
    expect(asked.findings).toMatchObject([
      { platform: 'darwin/arm64', location: { file: 'plugins/arena/go.mod', line: 1 } },
      { message, fix: 'name linux/amd64 or linux/arm64 in its place' },
    ]);
  });

  it('a module without InitModule is the finding of verify', async () => {
    const main = { 'main.go': 'package main\n\nfunc main() {}\n' };
    const root = workspace({ ...NAKAMA_JSON, ...inFolder('plugins/arena', { ...pinned(), ...main }) });
    const outcome = await build(root, {}, { PATH: '/nowhere', GOPROXY: 'off' });
    expect(outcome).toMatchObject({ verdict: 'fails', findings: [{ id: 'init-module' }], built: [] });
  });

  it('flags that the server refuses are findings, but for a debug server', async () => {
    const root = workspace({
      'nakama.json': '{ "release": "3.40.0-debug" }\n',
      'nakama-releases/3.40.0-debug.json': '{ "extends": "3.40.0", "release": "3.40.0-debug" }',
      ...inFolder('plugins/arena', pinned()),
    });
    const flags = { flags: ['-race'], tags: ['netgo'] };
    const refusals = openWorkspace({ root, release: '3.40.0', env: {} }).build(['plugins/arena'], flags);
    expect(await one(refusals)).toMatchObject({
      verdict: 'fails',
      findings: [{ id: 'artifact-flags', flag: '-race' }, { flag: '-tags=netgo' }],
    });
    // Nothing is refused: only Go is missing.
    const env = { PATH: '/nowhere', GOPROXY: 'off', NAKAMA_PINS_CACHE: root };
    const options = { ...flags, cc: process.execPath };
    await expect(build(root, options, env)).rejects.toThrow("go1.26.5 can't be had");
    expect(readdirSync(dirname(join(root, 'plugins')))).not.toContain('dist');
  });

  it('ends before Go starts where the C compiler that is forced is not there', async () => {
    const root = workspace(Object.fromEntries(Object.entries(pinned()).map(([n, t]) => [`arena/${n}`, t])));
    const env = { PATH: '/nowhere', GOPROXY: 'off', NAKAMA_PINS_CACHE: root };
    const run = openWorkspace({ root, release: '3.40.0', env }).build(['arena'], { cc: 'nosuchcc' });
    expect(await run).toMatchObject({
      exitCode: 2,
      problems: [
        {
          file: 'arena/go.mod',
          message: 'the C compiler of --cc, nosuchcc, is on no folder of PATH',
          fix: expect.stringContaining('--cc zig'),
        },
      ],
    });
  });
});
