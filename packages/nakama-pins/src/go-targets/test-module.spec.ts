import { delimiter, join } from 'node:path';
import { openWorkspace } from '../open-workspace/open-workspace';
import { buildable, describeWithGo, GO_TIMEOUT_MS, goIn } from '../testing/go';
import { one } from '../testing/one';
import { removeWorkspaces, workspace } from '../testing/workspace';

jest.setTimeout(GO_TIMEOUT_MS);
afterAll(removeWorkspaces);

const NAKAMA_JSON = { 'nakama.json': '{ "release": "3.40.0" }\n' };
const TEST = 'package main\n\nimport "testing"\n\nfunc TestIt(t *testing.T) {}\n';

async function test(root: string, env = process.env): Promise<{ passed: boolean; lines: string[] }> {
  const lines: string[] = [];
  const { ok: passed } = await one(
    openWorkspace({ root, env }).test(['.'], { only: true }, (line) => lines.push(line)),
  );
  return { passed, lines };
}

describeWithGo('a tester', () => {
  it('uses vendor/ where it agrees with go.mod, and does without where not', async () => {
    const root = workspace({ ...NAKAMA_JSON, ...buildable(), 'main_test.go': TEST });
    await goIn(root, '1.26.5', 'mod', 'vendor');
    // The toolchain lies in the module cache that is not to be used here.
    const goroot = (await goIn(root, '1.26.5', 'env', 'GOROOT')).stdout.trim();
    const PATH = [join(goroot, 'bin'), process.env['PATH']].join(delimiter);
    const offline = { ...process.env, PATH, GOPROXY: 'off', GOMODCACHE: workspace({ keep: '' }) };
    expect(await test(root, offline)).toMatchObject({ passed: true });

    const stale = { 'vendor/modules.txt': '# example.com/x v1.0.0\n## explicit\n' };
    const second = workspace({ ...NAKAMA_JSON, ...buildable(), ...stale, 'main_test.go': TEST });
    expect(await test(second)).toMatchObject({ passed: true });
    const third = await test(second, offline);
    expect(third.passed).toBe(false);
    expect(third.lines.at(-1)).toMatch(/^ {2}fix: set GOPROXY/);
  });

  it('is stopped by no test of a library, and by no image or go.work: none of them is compiled', async () => {
    const { 'go.mod': goMod, 'go.sum': goSum } = buildable();
    const root = workspace({
      ...NAKAMA_JSON,
      ...buildable(),
      'go.mod': `${String(goMod)}\nrequire example.com/score v0.0.0\n\nreplace example.com/score => ./score\n`,
      'go.sum': String(goSum),
      'score.go': 'package main\n\nimport _ "example.com/score"\n',
      'main_test.go': TEST,
      'score/go.mod': 'module example.com/score\n\ngo 1.26\n',
      'score/score.go': 'package score\n',
      'score/score_test.go': 'pakage score\n',
      'compose.yml': 'services:\n  nakama: [\n    image: heroiclabs/nakama:3.40.0\n   - x: {\n',
      'go.work': 'frob (\n',
    });
    expect((await test(root)).lines.join('\n')).toMatch(/^\.: go test .*\nok {2}\t.*$/);
    const lines: string[] = [];
    const linted = await openWorkspace({ root }).lint(['.'], { only: true }, (line) => lines.push(line));
    expect({ lines: lines.length, modules: linted.modules, problems: linted.problems }).toMatchObject({
      lines: 1,
      modules: [{ ok: true, verdict: 'unknown' }],
      problems: [],
    });
  });

  it("takes nothing that changes the code from the user's environment", async () => {
    const root = workspace({ ...NAKAMA_JSON, ...buildable(), 'main_test.go': TEST });
    const env = {
      ...process.env,
      GOFLAGS: '-tags=nope -run=Nothing',
      GOWORK: '/nowhere/go.work',
      GOOS: 'plan9',
    };
    const { passed, lines } = await test(root, env);
    expect(passed).toBe(true);
    expect(lines.join('\n')).not.toContain('no tests to run');
  });
});
