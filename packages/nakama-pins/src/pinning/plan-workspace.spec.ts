import { join } from 'node:path';
import { describeChange } from '../edits/describe-change';
import type { FileChange } from '../edits/file-change';
import { writeFiles } from '../input/write-file';
import { verifyAt } from '../testing/one';
import { type Files, mainGo, pinned, RELEASE, removeWorkspaces, workspace } from '../testing/workspace';
import { planModules } from './plan-modules';

afterEach(removeWorkspaces);

const NAKAMA_JSON = `{ "release": "${RELEASE}" }\n`;

function under(dir: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${dir}/${path}`, text]));
}

function plugin(dir: string, common = 'v1.47.0'): Files {
  return under(dir, {
    ...pinned([], { 'github.com/heroiclabs/nakama-common': common }),
    'main.go': mainGo(),
  });
}

function write(root: string, changes: readonly FileChange[]): void {
  writeFiles(changes.map(({ file, after = '' }) => ({ absPath: join(root, file), text: after })));
}

describe('planModules', () => {
  it('changes a file that several modules share once, with what each of them changes', () => {
    const root = workspace({
      'nakama.json': NAKAMA_JSON,
      'compose.yaml': 'services:\n  nakama:\n    image: heroiclabs/nakama:3.39.0\n',
      ...plugin('plugins/arena', 'v1.46.0'),
      ...plugin('plugins/shop', 'v1.46.0'),
    });
    const { modules, changes } = planModules({ root, dirs: ['plugins/arena', 'plugins/shop'] });
    expect(changes.map(({ file }) => file)).toEqual([
      'compose.yaml',
      'plugins/arena/go.mod',
      'plugins/arena/go.sum',
      'plugins/shop/go.mod',
      'plugins/shop/go.sum',
    ]);
    expect(changes[0]?.after).toContain('heroiclabs/nakama:3.40.0');
    // Who came first changed it; the other found it in step.
    expect(modules.map(({ plan }) => plan?.changes.length)).toEqual([3, 2]);
    write(root, changes);
    for (const dir of ['plugins/arena', 'plugins/shop']) expect(verifyAt(root, dir).verdict).toBe('loads');
    expect(planModules({ root, dirs: ['plugins/arena', 'plugins/shop'] }).changes).toEqual([]);
  });

  it("writes no tag that no registry has: a studio's own server is in another image", () => {
    const own = '3.40.0-ours.1';
    const root = workspace({
      'nakama.json': JSON.stringify({ release: own }),
      [`nakama-releases/${own}.json`]: JSON.stringify({ release: own, extends: '3.40.0' }),
      'compose.yaml': 'services:\n  nakama:\n    image: heroiclabs/nakama:3.39.0\n',
      ...plugin('plugins/arena'),
      'plugins/arena/Dockerfile': 'FROM heroiclabs/nakama-pluginbuilder:3.39.0 AS builder\n',
    });
    const { changes } = planModules({ root, dirs: ['plugins/arena'] });
    expect(changes.map(({ file, after }) => [file, after])).toEqual([
      ['plugins/arena/Dockerfile', 'FROM heroiclabs/nakama-pluginbuilder:3.40.0 AS builder\n'],
    ]);
  });

  it('changes a vendored module whole or not at all: only Go makes vendor/', () => {
    const vendored = (common: string): Files => ({
      'plugins/arena/vendor/modules.txt': [
        `# github.com/heroiclabs/nakama-common ${common}`,
        '## explicit; go 1.26.5',
        'github.com/heroiclabs/nakama-common/runtime',
        '# google.golang.org/protobuf v1.36.11',
        '## explicit; go 1.23',
        '',
      ].join('\n'),
      'plugins/arena/Dockerfile': 'FROM heroiclabs/nakama-pluginbuilder:3.39.0 AS builder\n',
      'nakama.json': NAKAMA_JSON,
    });
    const planned = (common: string) => {
      const root = workspace({ ...plugin('plugins/arena', common), ...vendored(common) });
      const { modules, changes } = planModules({ root, dirs: ['plugins/arena'] });
      return { files: changes.map(({ file }) => file), needsVendoring: modules[0]?.plan?.needsVendoring };
    };
    expect(planned('v1.46.0')).toEqual({ files: [], needsVendoring: true });
    expect(planned('v1.47.0')).toMatchObject({ files: ['plugins/arena/Dockerfile'], needsVendoring: false });
  });

  it('ends where it began: the files that it plans need no other plan, whatever the order', () => {
    const library =
      'module example.com/score\n\ngo 1.26.5\n\nrequire github.com/heroiclabs/nakama-common v1.48.0\n';
    const uses = (name: string): Files => {
      const files = plugin(`plugins/${name}`);
      const goMod = `${String(files[`plugins/${name}/go.mod`])}\nrequire example.com/score v0.0.0\n\nreplace example.com/score => ../../libs/score\n`;
      return {
        ...files,
        [`plugins/${name}/go.mod`]: goMod,
        [`plugins/${name}/main.go`]: mainGo('example.com/score'),
      };
    };
    const root = workspace({
      'nakama.json': NAKAMA_JSON,
      'libs/score/go.mod': library,
      'libs/score/score.go': 'package score\n\nimport _ "github.com/heroiclabs/nakama-common/runtime"\n',
      ...uses('arena'),
      ...uses('shop'),
    });
    const dirs = ['plugins/arena', 'plugins/shop', 'libs/score'];
    const { changes, modules } = planModules({ root, dirs });
    expect(modules.map(({ dir }) => dir)).toEqual(['libs/score', 'plugins/arena', 'plugins/shop']);
    expect(changes.find(({ file }) => file === 'libs/score/go.mod')?.after).toContain(
      'nakama-common v1.47.0',
    );
    expect(planModules({ root, dirs: [...dirs].reverse() }).changes).toEqual(changes);
    write(root, changes);
    expect(planModules({ root, dirs }).changes).toEqual([]);
  });

  it('keeps a broken go.mod to its own module', () => {
    const root = workspace({
      'nakama.json': NAKAMA_JSON,
      ...plugin('plugins/arena', 'v1.46.0'),
      'plugins/broken/go.mod': 'module example.com/broken\n\nrequire github.com/heroiclabs/nakama-common (\n',
      'plugins/broken/main.go': mainGo(),
    });
    const { modules, changes } = planModules({ root, dirs: ['plugins/arena', 'plugins/broken'] });
    expect(changes.map(({ file }) => file)).toEqual(['plugins/arena/go.mod', 'plugins/arena/go.sum']);
    expect(modules.map(({ dir, problems }) => [dir, problems[0]?.file])).toEqual([
      ['plugins/arena', undefined],
      ['plugins/broken', 'plugins/broken/go.mod'],
    ]);
  });

  it('plans on texts that are not on the disk yet, new files among them', () => {
    const root = workspace({
      'nakama.json': NAKAMA_JSON,
      ...plugin('plugins/arena'),
      ...plugin('plugins/shop'),
    });
    const texts = new Map([['plugins/shop/nakama.json', '{ "release": "3.39.0" }']]);
    const { changes } = planModules({ root, dirs: ['plugins/arena', 'plugins/shop'], texts });
    expect([...new Set(changes.map(({ file }) => file.split('/')[1]))]).toEqual(['shop']);
    expect(changes.flatMap(describeChange)).toEqual(
      expect.arrayContaining(['github.com/heroiclabs/nakama-common v1.47.0 → v1.46.0']),
    );
  });

  it('leaves alone what no release is named for', () => {
    const root = workspace(plugin('plugins/arena', 'v1.46.0'));
    const { modules, changes } = planModules({ root, dirs: ['plugins/arena'] });
    expect(changes).toEqual([]);
    expect(modules).toEqual([{ dir: 'plugins/arena', plan: undefined, problems: [] }]);
  });
});

describe('describeChange', () => {
  const goMod = (...lines: string[]): string => ['module example.com/arena', ...lines].join('\n\n');

  it.each<[string, FileChange, string[]]>([
    [
      'go.mod',
      {
        file: 'plugins/arena/go.mod',
        before: goMod(
          'go 1.25',
          'toolchain go1.26.6',
          'require go.uber.org/zap v1.27.0',
          'replace go.uber.org/zap => go.uber.org/zap v1.28.0',
        ),
        after: goMod(
          'go 1.26.5',
          'require go.uber.org/zap v1.28.0',
          'require go.uber.org/multierr v1.11.0 // indirect',
          'exclude go.uber.org/zap v1.29.0',
          'exclude go.uber.org/zap v1.30.0',
        ),
      },
      [
        'go 1.25 → 1.26.5',
        'toolchain go1.26.6 dropped',
        'go.uber.org/multierr v1.11.0 added',
        'go.uber.org/zap v1.27.0 → v1.28.0',
        'replace go.uber.org/zap => go.uber.org/zap v1.28.0 dropped',
        'exclude go.uber.org/zap v1.29.0 added',
        'exclude go.uber.org/zap v1.30.0 added',
      ],
    ],
    [
      'go.sum',
      { file: 'a/go.sum', before: 'a\nb\n', after: 'a\nc\nd\n' },
      ['go.sum: 2 lines added', 'go.sum: 1 line removed'],
    ],
    ['a new go.sum', { file: 'a/go.sum', before: undefined, after: 'a\n' }, ['go.sum: 1 line added']],
    [
      'images',
      {
        file: 'a/Dockerfile',
        before: '# ours\nFROM heroiclabs/nakama-pluginbuilder:3.39.0 AS builder\n',
        after: '# ours\nFROM heroiclabs/nakama-pluginbuilder:3.40.0 AS builder\n',
      },
      ['Dockerfile:2 heroiclabs/nakama-pluginbuilder:3.39.0 → heroiclabs/nakama-pluginbuilder:3.40.0'],
    ],
  ])('says what changes in %s', (_, change, expected) => {
    expect(describeChange(change)).toEqual(expected);
  });
});
