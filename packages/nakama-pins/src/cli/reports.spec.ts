import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { docsUrl } from '../findings/registry';
import { printable } from '../input/printable';
import { type Files, pinned, removeWorkspaces, workspace } from '../testing/workspace';
import { runProgram } from './program';

const before = process.cwd();
const environment = process.env;

beforeEach(() => {
  // Without Go, network and a runner: everywhere the same.
  process.env = { PATH: '/nowhere', GOPROXY: 'off', NAKAMA_PINS_CACHE: workspace({ keep: '' }) };
});

afterEach(() => {
  process.chdir(before);
  process.exitCode = undefined;
  process.env = environment;
  jest.restoreAllMocks();
});
afterAll(removeWorkspaces);

function within(dir: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${dir}/${name}`, text]));
}

/** What XML, Markdown, URIs, terminals and runners could take for something else. */
const HOSTILE = 'pl"ug<&\']]>\n::error file=x::y %0A{0}|`[a](b)\u001b[2J';
/** Modules of one server have different paths. */
function under(dir: string, path: string, files: Files): Files {
  const goMod = String(files['go.mod']).replace('example.com/arena', `example.com/${path}`);
  return within(dir, { ...files, 'go.mod': goMod });
}

const WRONG = pinned([], { 'github.com/heroiclabs/nakama-common': 'v1.46.0' });
const UNKNOWN = pinned(['github.com/acme/x', 'golang.org/x/text'], { 'golang.org/x/text': 'v0.1.0' });
const NONSENSE = String(pinned()['go.mod']).replace('\n', '\nnonsense\n');
const TOOLCHAIN = String(pinned()['go.mod']).replace(/^go .*$/m, '$&\n\ntoolchain go1.99.0');

/** A module of each severity and one that can't be read, in a workspace that is a part of a repository. */
const REPOSITORY: Files = {
  '.git/HEAD': '',
  ...within('games', {
    'nx.json': '{}',
    'nakama.json': '{ "release": "3.40.0" }',
    ...under('loads', 'loads', pinned()),
    ...under('error', 'error', WRONG),
    ...under(HOSTILE, 'hostile', WRONG),
    ...under('undecided', 'undecided', {
      ...UNKNOWN,
      'main.go': String(UNKNOWN['main.go']).replace('import (', 'import (\n\t_ "github.com/acme/x"'),
    }),
    ...under('warning', 'warning', { ...pinned(), 'go.mod': TOOLCHAIN }),
    ...under('problem', 'problem', { ...pinned(), 'go.mod': NONSENSE }),
  }),
};

interface Run {
  readonly code: typeof process.exitCode;
  readonly stdout: string;
  readonly stderr: string;
  /** A file from the current folder. */
  readonly read: (file: string) => string;
}

async function run(args: readonly string[], files: Files = REPOSITORY, cwd = 'games'): Promise<Run> {
  const root = workspace(files);
  process.chdir(join(root, cwd));
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    });
  }
  await runProgram(['node', 'nakama-pins', ...args]);
  jest.restoreAllMocks();
  return { ...printed, code: process.exitCode, read: (file) => readFileSync(join(root, cwd, file), 'utf8') };
}

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { id: string; helpUri: string }[] } };
    readonly invocations: readonly object[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly partialFingerprints: Readonly<Record<string, string>>;
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
          readonly region: { readonly startLine: number; readonly startColumn: number };
        };
      }[];
    }[];
  }[];
}

async function sarifOf(files: Files): Promise<Sarif['runs'][number]> {
  const { stdout } = await run(['verify', '-f', 'sarif'], files);
  const { version, runs } = JSON.parse(stdout) as Sarif;
  expect(version).toBe('2.1.0');
  const [only] = runs;
  if (!only) throw new Error(stdout);
  return only;
}

function fingerprints({ results }: Sarif['runs'][number]): string[] {
  return results.flatMap(({ partialFingerprints }) => Object.values(partialFingerprints));
}

it('SARIF has every result with its rule, level and place from the root of the repository', async () => {
  const sarif = await sarifOf(REPOSITORY);
  const { rules } = sarif.tool.driver;
  expect(sarif.invocations).toEqual([{ executionSuccessful: false, exitCode: 2 }]);
  for (const { ruleId, ruleIndex } of sarif.results) expect(rules[ruleIndex]?.id).toBe(ruleId);
  expect(rules.find(({ id }) => id === 'nakama-common')?.helpUri).toBe(docsUrl('nakama-common'));
  const placed = sarif.results.map(({ level, ruleId, locations }) => {
    const { artifactLocation, region } = locations[0]?.physicalLocation ?? {};
    expect(artifactLocation?.uriBaseId).toBe('%SRCROOT%');
    // A URI that any reader takes, and that is the file's name.
    const path = decodeURIComponent(new URL(artifactLocation?.uri ?? '', 'file:///').pathname);
    return `${level} ${ruleId} ${path.slice(1)}:${region?.startLine}:${region?.startColumn}`;
  });
  expect(placed).toEqual([
    'error bad-input games/problem/go.mod:2:1',
    'error nakama-common games/error/go.mod:6:38',
    `error nakama-common games/${HOSTILE}/go.mod:6:38`,
    'warning transitive-dependency games/undecided/go.mod:9:20',
    'note go-version games/warning/go.mod:5:1',
  ]);
  expect(sarif.results[1]?.message.text).toContain('is v1.46.0, but Nakama 3.40.0 links v1.47.0');
  expect(sarif.results[1]?.message.text).toContain('\nfix: go mod edit -require=');
  expect(new Set(fingerprints(sarif)).size).toBe(sarif.results.length);
});

it('a fingerprint stays when lines are added above', async () => {
  const lower: Files = Object.fromEntries(
    Object.entries(REPOSITORY).map(([name, text]) => [
      name,
      name.endsWith('go.mod') ? `// one\n\n${String(text)}` : text,
    ]),
  );
  expect(fingerprints(await sarifOf(lower))).toEqual(fingerprints(await sarifOf(REPOSITORY)));
});

it('JUnit has a test for each module, and text that is data alone', async () => {
  const { stdout } = await run(['verify', '-f', 'junit']);
  const { counts, tests } = readJunit(stdout);
  expect(counts).toMatchObject({ tests: '6', failures: '3', errors: '1' });
  expect(tests.map(({ name, ended }) => `${name}: ${ended}`)).toEqual([
    'games/error: failure',
    'games/loads: system-out',
    `games/${HOSTILE.replace('\n', '\\n').replace('\u001b', '\\x1b')}: failure`,
    'games/problem: error',
    'games/undecided: failure',
    'games/warning: system-out',
  ]);
  expect(tests[0]?.text).toContain('error/go.mod:6:38 nakama-common\n');
  expect(tests[3]?.text).toContain('problem/go.mod:2:1: ');
  expect(tests[5]?.text).toContain('warning/go.mod:5:1 go-version\n');
});

it('GitHub gets annotations after the text, and a summary of the job', async () => {
  const summary = join(workspace({ summary: 'of another step\n' }), 'summary');
  process.env['GITHUB_STEP_SUMMARY'] = summary;
  const { code, stdout } = await run(['verify', '--format', 'github']);
  expect(code).toBe(2);
  expect(stdout).toContain('✘ error fails (Nakama 3.40.0)\n');
  expect(stdout).not.toContain('\u001b');
  const commands = stdout.split('\n').filter((line) => /^\s*(::|##)/.test(line));
  // As the runner reads them: the properties end at the first `::`.
  const annotations = commands.map((line) => /^::(\w+) (.*?)::(.*)$/.exec(line) ?? []);
  const decoded = annotations.map(([, kind, properties = '', data = '']) => {
    const [file = '', line = ''] = properties.split(',');
    return `${kind} ${decodeURIComponent(file.slice('file='.length).replace(/%(?!0A|0D|25|3A|2C)/g, '%25'))} ${line} ${data.slice(0, 12)}`;
  });
  expect(decoded).toEqual([
    'error games/problem/go.mod line=2 unknown dire',
    'error games/error/go.mod line=6 github.com/h',
    `error games/${printable(HOSTILE)}/go.mod line=6 github.com/h`,
    'warning games/undecided/go.mod line=9 golang.org/x',
    'notice games/warning/go.mod line=5 the toolchai',
  ]);
  const text = readFileSync(summary, 'utf8');
  expect(text).toMatch(/^of another step\n### nakama-pins verify\n/);
  expect(text).toContain('| ✅ loads | <code>games/loads</code> | 3&#46;40&#46;0 | 0 |\n');
  // One row for each, whatever its name holds.
  expect(text.split('\n').filter((line) => line.startsWith('|'))).toHaveLength(2 + 6 + 2 + 5);
  expect(text).not.toMatch(/\]\(b\)|<&/);
  expect(text).not.toContain('\u001b');
});

it('GitLab gets every issue with what its format asks for', async () => {
  const { stdout } = await run(['verify', '-f', 'gitlab']);
  const issues = JSON.parse(stdout) as { fingerprint: string }[];
  const location = (dir: string, begin: number): object => ({
    path: `games/${dir}/go.mod`,
    lines: { begin },
  });
  const text = expect.any(String) as string;
  const issue = { description: text, fingerprint: expect.stringMatching(/^[\da-f]{32}$/) as string };
  expect(issues).toMatchObject([
    { ...issue, check_name: 'bad-input', severity: 'blocker', location: location('problem', 2) },
    { ...issue, check_name: 'nakama-common', severity: 'critical', location: location('error', 6) },
    { ...issue, check_name: 'nakama-common', severity: 'critical', location: location(HOSTILE, 6) },
    { ...issue, check_name: 'transitive-dependency', severity: 'major', location: location('undecided', 9) },
    { ...issue, check_name: 'go-version', severity: 'minor', location: location('warning', 5) },
  ]);
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
});

it('writes several at once, text stays on standard output, and each file is what would be printed', async () => {
  const files = ['-f', 'sarif=out/a.sarif', '-f', 'junit=b.xml', '-f', 'json=c.json', '-f', 'text=d.txt'];
  const several = await run(['verify', ...files]);
  const read = ['out/a.sarif', 'b.xml', 'c.json', 'd.txt'].map(several.read);
  const alone = [];
  for (const format of ['sarif', 'junit', 'json', 'text']) {
    const { stdout, stderr } = await run(['verify', '-f', format]);
    alone.push(stdout + (format === 'text' ? stderr : ''));
  }
  expect(read).toEqual(alone);
  expect(several.stdout + several.stderr).toBe(alone[3]);
  expect(several.code).toBe(2);
});

it('pin --check reports the files that it would change', async () => {
  const { code, stdout } = await run(['pin', '--check', 'error', '-f', 'gitlab']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject([
    { check_name: 'pins-out-of-step', location: { path: 'games/error/go.mod' } },
    { check_name: 'pins-out-of-step', location: { path: 'games/error/go.sum' } },
  ]);
});

it('a report of an earlier run does not outlive bad input', async () => {
  const { code, stdout, stderr, read } = await run([
    ...['verify', '--release', '3.99.0', '-f', 'sarif=a.sarif', '-f', 'github'],
  ]);
  expect(code).toBe(2);
  expect(stderr).toContain('unknown Nakama release "3.99.0"');
  expect(stdout).toMatch(/^::error file=[^\n]+title=bad-input%3A [^\n]+\n$/);
  expect(read('a.sarif')).toContain('unknown Nakama release');
});

it.each([
  ['xml', '"xml" is no format (expected one of text, json, sarif, junit, github, gitlab;'],
  ['text,sarif=a', '"text,sarif" is no format'],
  ['sarif=', 'No file is named after sarif='],
  ['github=a', 'GitHub reads annotations from standard output'],
])('refuses --format %s', async (format, message) => {
  const { code, stdout, stderr } = await run(['verify', '--format', format], pinned(), '.');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
});

it.each([
  [['json', 'sarif'], 'json and sarif would both go to standard output: give one a file, sarif=<file>'],
  [['json', 'github'], 'json and github would both go to standard output'],
  [['sarif=a', 'junit=a'], 'The file "a" is named twice'],
])('refuses the formats %j together', async (formats, message) => {
  const args = formats.flatMap((format) => ['-f', format]);
  const { code, stderr } = await run(['verify', ...args], pinned(), '.');
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

it('a report that can not be written is bad input, after the text', async () => {
  const files = { ...pinned(), 'nakama.json': '{ "release": "3.40.0" }', 'out/a.sarif/is/a/folder': '' };
  const { code, stdout, stderr } = await run(['verify', '-f', 'sarif=out/a.sarif'], files, '.');
  expect(code).toBe(2);
  expect(stdout).toContain('loads');
  expect(stderr).toBe('out/a.sarif: there is a folder with the name of the file\n');
});

interface Junit {
  readonly counts: Readonly<Record<string, string>>;
  readonly tests: readonly { readonly name: string; readonly ended: string; readonly text: string }[];
}

/** Reads the XML by its grammar, and fails where it is not well-formed; the schema allows no other elements. */
function readJunit(xml: string): Junit {
  const [declaration = ''] = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(xml) ?? [];
  expect(declaration).not.toBe('');
  const open: string[] = [];
  const tests: { name: string; ended: string; text: string }[] = [];
  let counts: Record<string, string> = {};
  const TOKEN = /<\/([\w-]+)>|<([\w-]+)((?: [\w-]+="[^"<]*")*)>|([^<]+)/gy;
  TOKEN.lastIndex = declaration.length;
  let end = declaration.length;
  for (let token = TOKEN.exec(xml); token; token = TOKEN.exec(xml)) {
    end = TOKEN.lastIndex;
    const [, closed, opened, attributes = '', text] = token;
    if (closed !== undefined) expect(open.pop()).toBe(closed);
    if (opened !== undefined) {
      const parent = open.at(-1) ?? '';
      expect(CHILDREN[parent]).toContain(opened);
      const of = Object.fromEntries(
        [...attributes.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, key, value = '']) => [key, decoded(value)]),
      ) as Record<string, string>;
      if (opened === 'testsuite') counts = of;
      if (opened === 'testcase') tests.push({ name: of['name'] ?? '', ended: '', text: '' });
      const test = tests.at(-1);
      if (parent === 'testcase' && test) test.ended = opened;
      open.push(opened);
    }
    const test = tests.at(-1);
    if (text !== undefined) {
      if (open.length === 4 && test) test.text += decoded(text);
      else expect(text.trim()).toBe('');
    }
  }
  expect({ end, open }).toEqual({ end: xml.length, open: [] });
  return { counts, tests };
}

const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  '': ['testsuites'],
  testsuites: ['testsuite'],
  testsuite: ['testcase'],
  testcase: ['failure', 'error', 'system-out'],
};

const CHARACTERS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#13': '\r' };

function decoded(text: string): string {
  // eslint-disable-next-line no-control-regex
  expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]|\]\]>/);
  return text.replace(/&([^;]*);?/g, (reference, name: string) => {
    expect(Object.keys(CHARACTERS)).toContain(name);
    return CHARACTERS[name] ?? reference;
  });
}
