import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { formatProblem } from '../input/problem';
import type { WorkspaceRun } from '../open-workspace/ends';
import { type OpenWorkspace, openWorkspace } from '../open-workspace/open-workspace';
import { type Files, mainGo, pinned, removeWorkspaces, workspace } from '../testing/workspace';

afterEach(removeWorkspaces);

const GO_MOD = 'module example.com/bad\n\ngo 1.26.5\n\nrequire github.com/heroiclabs/nakama-common v1.47.0\n';

/** What is printed of a workspace with one good plugin and one changed by `files` or `spoil`. */
async function problems(files: Files, spoil: (root: string) => void = () => undefined): Promise<string[]> {
  const good = Object.fromEntries(Object.entries(pinned()).map(([name, text]) => [`good/${name}`, text]));
  const root = workspace({
    ...good,
    'nakama.json': '{ "release": "3.40.0" }',
    'bad/main.go': mainGo(),
    ...files,
  });
  spoil(root);
  const before = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  const report = await openWorkspace({ root }).verify(['.']);
  expect(readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()).toEqual(before);
  // What is wrong with one module keeps no other from being judged, a bad nakama.json at the root apart.
  if (!('nakama.json' in files)) expect(report.modules.find((m) => m.dir === 'good')?.verdict).toBe('loads');
  const bad = report.modules.find((m) => m.dir === 'bad');
  if (bad) expect(bad).toMatchObject({ verdict: 'unknown', findings: [], ok: false });
  return report.problems.map(formatProblem);
}

describe('a go.mod that can not be judged is a located error', () => {
  it.each<[string, string | Buffer, RegExp]>([
    ['a NUL byte', GO_MOD.replace('go 1.26', 'go\0 1.26'), /^bad\/go\.mod:3:3: .*NUL/],
    [
      '10 MB',
      `${GO_MOD}${'// padding\n'.repeat(950_000)}`,
      /^bad\/go\.mod: the file is too large \(expected at most \d+ bytes, found \d+ bytes\)/,
    ],
    ['a byte order mark', `\uFEFF${GO_MOD}`, /^bad\/go\.mod:1:1: .*byte order mark/],
    ['an unterminated block', GO_MOD.replace('require ', 'require (\n\t'), /^bad\/go\.mod:\d+:\d+: .*/],
    ['an unknown directive', `${GO_MOD}requires x v1.0.0\n`, /^bad\/go\.mod:6:1: .*requires/],
    [
      'a byte that is not UTF-8',
      Buffer.concat([Buffer.from(GO_MOD), Buffer.from([0x2f, 0x2f, 0xff, 0x0a])]),
      /^bad\/go\.mod:6:3: .*UTF-8/,
    ],
    ['a version that is none', GO_MOD.replace('v1.47.0', '1.47'), /^bad\/go\.mod:5:45: /],
  ])('%s', async (_, goMod, expected) => {
    const [first = ''] = await problems({ 'bad/go.mod': goMod });
    expect(first).toMatch(expected);
  });

  it.each(['go.mod', 'go.sum'])('a %s that is a link to itself', async (name) => {
    const loop = (root: string): void => symlinkSync(name, join(root, 'bad', name));
    const files: Files = name === 'go.mod' ? {} : { 'bad/go.mod': GO_MOD };
    expect(await problems(files, loop)).toEqual([expect.stringMatching(new RegExp(`^bad/${name}: .*`))]);
  });

  it('but a folder of that name is no go.mod at all', async () => {
    expect(await problems({}, (root) => mkdirSync(join(root, 'bad/go.mod')))).toEqual([]);
  });

  it('but CRLF is not', async () => {
    const crlf = Object.fromEntries(
      Object.entries(pinned()).map(([name, text]) => [name, String(text).replaceAll('\n', '\r\n')]),
    );
    const root = workspace({ ...crlf, 'nakama.json': '{ "release": "3.40.0" }' });
    const report = await openWorkspace({ root }).verify(['.']);
    expect(report.modules).toMatchObject([{ verdict: 'loads' }]);
  });

  it('nor are two requirements of one module: the higher counts, as for Go', async () => {
    const files = pinned([], { 'google.golang.org/protobuf': 'v1.30.0' });
    const twice = `${String(files['go.mod'])}require google.golang.org/protobuf v1.36.11\n`;
    const root = workspace({ ...files, 'go.mod': twice, 'nakama.json': '{ "release": "3.40.0" }' });
    expect((await openWorkspace({ root }).verify(['.'])).problems).toEqual([]);
  });
});

describe('links', () => {
  it('between folders do not keep the search from ending', async () => {
    const root = workspace({ ...pinned(), 'nakama.json': '{ "release": "3.40.0" }' });
    mkdirSync(join(root, 'sub'));
    symlinkSync('..', join(root, 'sub/up'));
    symlinkSync(root, join(root, 'self'));
    expect((await openWorkspace({ root }).verify(['.'])).modules).toMatchObject([
      { dir: '.', verdict: 'loads' },
    ]);
  });
});

describe('a nakama.json that can not be used is a located error', () => {
  it.each<[string, string, RegExp]>([
    ['no JSON', '{ "release": ', /^nakama\.json:1:\d+: /],
    ['a key that is none', '{\n  "relase": "3.40.0"\n}', /^nakama\.json:2:3: .*relase.*release/s],
    ['a value of another kind', '{ "release": 3.4 }', /^nakama\.json:1:14: /],
    ['a path for a release', '{ "release": "../../etc/passwd" }', /^nakama\.json:1:14: .*not known/],
    [
      'a property of every object for a release',
      '{ "release": "__proto__" }',
      /^nakama\.json:1:14: .*not known/,
    ],
    ['a platform that is none', '{ "platforms": ["linux"] }', /^nakama\.json:1:\d+: /],
    [
      'an own release file of another name',
      '{ "release": "constructor" }',
      /^nakama\.json:1:14: .*not known/,
    ],
  ])('%s', async (_, text, expected) => {
    const [first] = await problems({ 'nakama.json': text, 'bad/go.mod': GO_MOD });
    expect(first).toMatch(expected);
  });
});

describe('the same bad input ends alike in every method', () => {
  const good = Object.fromEntries(Object.entries(pinned()).map(([name, text]) => [`good/${name}`, text]));
  const NAKAMA_JSON = { 'nakama.json': '{ "release": "3.40.0" }' };
  const print = (): void => undefined;
  const methods: Record<string, (root: string, dirs: string[]) => Promise<WorkspaceRun>> = {
    verify: (root, dirs) => bare(root).verify(dirs),
    compiled: (root, dirs) => bare(root).verify(dirs, { proof: 'compiled' }),
    pin: (root, dirs) => bare(root).pin(dirs, { write: false }),
    build: (root, dirs) => bare(root).build(dirs),
    load: (root, dirs) => bare(root).load(dirs),
    test: (root, dirs) => bare(root).test(dirs, {}, print),
    lint: (root, dirs) => bare(root).lint(dirs, {}, print),
    tidy: (root, dirs) => bare(root).tidy(dirs, { fix: false }),
  };

  /** On a computer without Go, gcc and Docker. */
  function bare(root: string): OpenWorkspace {
    const env = { PATH: '/nowhere', GOPROXY: 'off', NAKAMA_PINS_CACHE: root };
    return openWorkspace({ root, env });
  }

  const cases: [string, Files, string[], string, object?][] = [
    ['a folder that is missing', { ...good, ...NAKAMA_JSON }, ['missing', 'good'], 'missing: no such folder'],
    ['nothing to work on', NAKAMA_JSON, ['.'], '.: no plugin'],
    ['no folder at all', NAKAMA_JSON, [], '.: nothing is named'],
    [
      'a go.mod that can not be read',
      { ...good, ...NAKAMA_JSON, 'bad/main.go': mainGo(), 'bad/go.mod': `${GO_MOD}requires x v1.0.0\n` },
      ['.'],
      'bad/go.mod:6:1: ',
      { dir: 'bad', release: '3.40.0', verdict: 'unknown', ok: false },
    ],
    [
      'a nakama.json that can not be read',
      { ...good, 'nakama.json': '{ "release": ' },
      ['good'],
      'nakama.json:1:',
      { dir: 'good', module: 'example.com/arena', release: null, ok: false },
    ],
  ];

  describe.each(cases)('%s', (_, files, dirs, expected, outcome) => {
    it.each(Object.keys(methods))('%s', async (method) => {
      const { modules, problems: found, exitCode } = (await methods[method]?.(workspace(files), dirs)) ?? {};
      expect(exitCode).toBe(2);
      expect(found?.map(formatProblem)).toContainEqual(expect.stringContaining(expected));
      if (outcome) expect(modules).toContainEqual(expect.objectContaining(outcome));
    });
  });

  it('what is known of a module is said, also if no Go or built plugin is there', async () => {
    const root = workspace({ ...good, ...NAKAMA_JSON });
    for (const method of ['build', 'load', 'test', 'lint', 'tidy']) {
      const run = await methods[method]?.(root, ['good']);
      expect(run?.modules).toMatchObject([
        { module: 'example.com/arena', release: '3.40.0', verdict: 'unknown' },
      ]);
      expect(run?.problems).toHaveLength(1);
    }
  });
});

it('lint vets nothing for a platform that the server does not run on, and says so as build does', async () => {
  const root = workspace({
    ...pinned(),
    'nakama.json': '{ "release": "3.40.0", "platforms": ["linux/riscv64"] }',
  });
  const lines: string[] = [];
  const open = openWorkspace({ root, env: { PATH: '/nowhere', GOPROXY: 'off', NAKAMA_PINS_CACHE: root } });
  const linted = await open.lint(['.'], {}, (line) => lines.push(line));
  const built = await open.build(['.']);
  expect(linted).toMatchObject({ exitCode: 1, problems: [], modules: [{ ok: false, verdict: 'fails' }] });
  const [finding] = built.modules[0]?.findings ?? [];
  expect(finding?.id).toBe('platform');
  expect(linted.modules[0]?.findings).toEqual([finding]);
  expect(lines.join('\n')).toContain(finding?.message ?? 'a message');
});
