import { openWorkspace } from '../open-workspace/open-workspace';
import { type Files, pinned, removeWorkspaces, workspace } from '../testing/workspace';
import { renderOutcome } from './render-outcome';

/** Where work grew with the square of the input, each of these took from minutes to hours. */

afterEach(removeWorkspaces);

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('');

const below = (dir: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${dir}/${name}`, text]));

/** Judges a good plugin and one with these files. */
async function judged(files: Files) {
  const root = workspace({
    'nakama.json': '{ "release": "3.40.0" }',
    ...below('good', { ...pinned(), 'go.mod': String(pinned()['go.mod']).replace('arena', 'good') }),
    ...below('bad', { ...pinned(), ...files }),
  });
  const { modules } = await openWorkspace({ root }).verify(['.']);
  const [bad, good] = modules;
  if (!bad) throw new Error('nothing was judged');
  expect(good?.verdict).toBe('loads');
  const text = renderOutcome(bad, { color: false });
  expect(text.length).toBeLessThan(100_000);
  return { ...bad, text };
}

describe('a file with a fault in each of its lines keeps no other plugin from being judged', () => {
  it.each<[string, Files, string, number]>([
    [
      'half a million unknown keys in nakama.json',
      { 'nakama.json': `{"release":"3.40.0"\n${lines(500_000, (i) => `,"k${i}":1`)}}` },
      'nakama.json:2:2: unknown key "k0"',
      500_000,
    ],
    ['16 MB of bad lines in go.sum', { 'go.sum': 'a b\n'.repeat(4_000_000) }, 'go.sum:1:1:', 4_000_000],
    [
      'a go.mod of lines that are no directives',
      { 'go.mod': `// github.com/heroiclabs/nakama-common\n${lines(100_000, () => 'a b')}` },
      'go.mod:2:1: unknown directive "a"',
      100_000,
    ],
  ])('%s', async (_, files, first, count) => {
    const { problems, text } = await judged(files);
    expect(text).toContain(`bad/${first}`);
    expect(text).toContain(`: and ${count - 20} more`);
    expect(problems).toHaveLength(1000);
    expect(problems.at(-1)?.more).toBe(count - 1000);
  });

  it('200,000 imports of modules that go.mod lacks', async () => {
    const imports = lines(200_000, (i) => `import _ "example.com/m${i}"`);
    const { findings, text } = await judged({ 'a.go': `package main\n${imports}` });
    expect(findings).toHaveLength(10_000);
    expect(findings.at(-1)?.more).toBe(190_000);
    expect(text).toMatch(/\n {2}and 199900 more: --format json lists all$/);
  });
});

describe('a file that is large and right is read', () => {
  it.each<[string, Files]>([
    [
      '10,000 services of a compose file',
      {
        'compose.yml': `services:\n${lines(10_000, (i) => `  s${i}:\n    image: heroiclabs/nakama:3.40.0`)}`,
      },
    ],
    [
      'a go.mod with 10,000 requirements that are replaced',
      {
        'go.mod': `${String(pinned()['go.mod'])}require (\n${lines(10_000, (i) => `\texample.com/m${i} v1.0.0`)})\nreplace (\n${lines(10_000, (i) => `\texample.com/m${i} => example.com/f${i} v1.0.0`)})\n`,
      },
    ],
    [
      '100,000 funcs beside InitModule',
      { 'a.go': `package main\n${lines(100_000, (i) => `func f${i}() {}`)}` },
    ],
    [
      'a script of brackets that do not end',
      { 'build.sh': `${'$( ${ '.repeat(40_000)}\ngo build -buildmode=plugin -trimpath -o a.so .\n` },
    ],
    [
      'a list in a script that is no command',
      { 'build.sh': `[${'"a"  '.repeat(40_000)}x\ngo build -buildmode=plugin -trimpath -o a.so .\n` },
    ],
    [
      'command substitutions in each other',
      {
        'build.sh': `${'$(a '.repeat(40_000)}${')'.repeat(40_000)}\ngo build -buildmode=plugin -trimpath -o a.so .\n`,
      },
    ],
  ])('%s', async (_, files) => {
    expect(await judged(files)).toMatchObject({ verdict: 'loads', findings: [] });
  });

  it('80,000 modules of a release file', async () => {
    const modules = Array.from({ length: 80_000 }, (_, i) => ({
      path: `example.com/m${i}`,
      version: 'v1.0.0',
      vendoredPackages: [],
      linkedPackages: [],
    }));
    const root = workspace({
      ...pinned(),
      'nakama-releases/3.40.0-x.json': JSON.stringify({ release: '3.40.0-x', extends: '3.40.0', modules }),
    });
    const { modules: outcomes } = await openWorkspace({ root, release: '3.40.0-x' }).verify(['.']);
    expect(outcomes[0]).toMatchObject({ release: '3.40.0-x', verdict: 'loads' });
  });
});

/** Each twice in the next: the last one is as long as two to the power of their number. */
const doubling = (line: (name: string, value: string) => string): string =>
  lines(30, (i) => line(`A${i}`, i === 0 ? 'xxxxxxxx' : `\${A${i - 1}}\${A${i - 1}}`));

describe('variables that expand to the power', () => {
  it.each<[string, Files, string]>([
    [
      'ARGs before the first FROM',
      { Dockerfile: `${doubling((name, value) => `ARG ${name}=${value}`)}FROM heroiclabs/nakama:\${A29}\n` },
      'Dockerfile:14:1',
    ],
    [
      'ENVs of a stage',
      {
        Dockerfile: `FROM heroiclabs/nakama-pluginbuilder:3.40.0\n${doubling((name, value) => `ENV ${name}=${value}`)}`,
      },
      'Dockerfile:16:1',
    ],
    [
      'lines of .env',
      {
        'compose.yml': 'services:\n  s:\n    image: heroiclabs/nakama:${A29}\n',
        '.env': doubling((name, value) => `${name}=${value}`),
      },
      '.env:14:5',
    ],
    [
      'a text that names one variable many times',
      {
        'compose.yml': `services:\n  s:\n    image: heroiclabs/nakama:${'${V}'.repeat(5000)}\n`,
        '.env': 'V=x\n',
      },
      'compose.yml:3:5',
    ],
  ])('%s are a problem of their file', async (_, files, place) => {
    const { problems } = await judged(files);
    expect(problems).toEqual([
      expect.objectContaining({ message: 'the variables here expand to too long a text' }),
    ]);
    const [{ file, position } = { file: '' }] = problems;
    expect(`${file}:${position?.line}:${position?.column}`).toBe(`bad/${place}`);
  });

  it('have no known value in a script', async () => {
    const outcome = await judged({
      Makefile: `${lines(40, (i) => `A${i} = ${`$(A${i + 1}) `.repeat(20)}`)}A40 = x\nall:\n\tgo build -buildmode=plugin $(A0) -o a.so .\n`,
    });
    expect(outcome).toMatchObject({ verdict: 'loads', findings: [] });
  });
});
