import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { openCatalog } from './catalog';
import { toReleaseFile } from './release-file';

let workspaceDir: string;
beforeEach(() => {
  workspaceDir = mkdtempSync(path.join(tmpdir(), 'nakama-releases-'));
});
afterEach(() => rmSync(workspaceDir, { recursive: true }));

function write(name: string, content: unknown): void {
  const dir = path.join(workspaceDir, 'nakama-releases');
  mkdirSync(dir, { recursive: true });
  writeFileSync(
    path.join(dir, name),
    typeof content === 'string' ? content : JSON.stringify(content, null, 2),
  );
}

function failure(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return String((error as Error).message);
  }
  throw new Error('nothing was thrown');
}

const load = (release: string) => openCatalog({ workspaceDir }).load(release);
const common = (version: string) => ({
  path: 'github.com/heroiclabs/nakama-common',
  version,
  vendoredPackages: ['github.com/heroiclabs/nakama-common/runtime'],
  linkedPackages: ['github.com/heroiclabs/nakama-common/runtime'],
});

describe("a workspace's own releases", () => {
  it('may be absent', () => {
    expect(openCatalog({ workspaceDir }).list()).toEqual(openCatalog().list());
  });

  it('are listed, and latest and 3.41 find them', () => {
    write('3.41.0.json', {
      ...toReleaseFile(openCatalog().load('3.40.0')),
      release: '3.41.0',
      tag: 'v3.41.0',
    });
    const catalog = openCatalog({ workspaceDir });
    expect(catalog.list()[0]).toMatchObject({ version: '3.41.0', source: 'nakama-releases/3.41.0.json' });
    expect(catalog.list()).toHaveLength(57);
    expect(catalog.get('latest').version).toBe('3.41.0');
    expect(catalog.get('3.41').fingerprints('linux/arm64')).toEqual(
      catalog.get('3.40').fingerprints('linux/arm64'),
    );
  });

  it('may know the published files of their modules, and of no others', () => {
    const file = toReleaseFile(openCatalog().load('3.40.0'));
    const files = (key: string, packed: string) =>
      write('3.41.0.json', { ...file, release: '3.41.0', publishedFiles: { [key]: { '/zapcore': packed } } });
    files('go.uber.org/zap@v1.28.0', 'AAAAAAAAAAAA|BBBBBBBBBBBB');
    expect(load('3.41.0').publishedFiles).toEqual({
      'go.uber.org/zap@v1.28.0': { '/zapcore': 'AAAAAAAAAAAA|BBBBBBBBBBBB' },
    });
    expect(toReleaseFile(load('3.41.0'))).toHaveProperty('publishedFiles');
    files('go.uber.org/zap@v1.27.9', '');
    expect(failure(() => load('3.41.0'))).toMatch(
      /"publishedFiles" has go\.uber\.org\/zap@v1\.27\.9, which is in no "modules"/,
    );
    files('go.uber.org/zap@v1.28.0', 'AAAA');
    expect(failure(() => load('3.41.0'))).toMatch(/3\.41\.0\.json:\d+:\d+: /);
  });

  it('override the shipped release of their name', () => {
    write('3.40.0.json', { extends: '3.40.0', release: '3.40.0', serverImageBase: 'example.com/base:1' });
    expect(load('3.40.0')).toMatchObject({
      serverImageBase: 'example.com/base:1',
      nakamaCommon: 'v1.47.0',
      source: 'nakama-releases/3.40.0.json',
      measuredPlatforms: ['linux/amd64', 'linux/arm64'],
    });
  });

  it('extend another: modules by path, fingerprints only where the base was compiled alike', () => {
    write('3.40.1-ours.1.json', {
      extends: '3.40.0',
      release: '3.40.1-ours.1',
      modules: [common('v1.48.0')],
    });
    const release = load('3.40.1-ours.1');
    expect(release).toMatchObject({ tag: 'v3.40.1-ours.1', nakamaCommon: 'v1.48.0', measuredPlatforms: [] });
    expect(release.modules).toHaveLength(70);
    expect(release.module('go.uber.org/zap')?.version).toBe('v1.28.0');
    expect(release.isLinked('github.com/heroiclabs/nakama-common/api')).toBe(false);
  });

  it('extend each other in a row', () => {
    write('3.41.0.json', { extends: '3.40.0', release: '3.41.0', go: '1.26.9' });
    write('3.42.0.json', { extends: '3.41.0', release: '3.42.0', date: '2026-12-01' });
    expect(load('3.42.0')).toMatchObject({ go: '1.26.9', date: '2026-12-01', nakamaCommon: 'v1.47.0' });
  });
});

describe('a bad release file', () => {
  it.each<[string, string, unknown, string]>([
    ['is not JSON', '3.41.0', '{\n  "release": 3.41.0\n}', 'nakama-releases/3.41.0.json:2:'],
    ['is empty', '3.41.0', '', '3.41.0.json:1:1: the file is empty'],
    ['is another kind of JSON', '3.41.0', '[]', '3.41.0.json:1:1: the file is of the wrong kind'],
    [
      'holds NUL',
      '3.41.0',
      '{"release": "3.41\u0000.0"}',
      '3.41.0.json:1:18: the text file contains a NUL byte',
    ],
    ['is cut off', '3.41.0', '{\n "release": "3.41.0"', '3.41.0.json:2:21: this is not JSON'],
    ['is nested too deep', '3.41.0', '['.repeat(200_000), '3.41.0.json:1:1: the JSON is nested too deep'],
    [
      'has a key twice',
      '3.41.0',
      '{"release": "3.41.0",\n"release": "3.41.0"}',
      '3.41.0.json:2:1: the key "release" is given twice',
    ],
    [
      'has a key that is not known',
      '3.41.0',
      { extends: '3.40.0', release: '3.41.0', protobuff: 'v1.36.11' },
      '3.41.0.json:4:3: unknown key "protobuff" (expected "protobuf")\n  fix: rename it to "protobuf"',
    ],
    [
      'lacks what a complete one needs',
      '3.41.0',
      { release: '3.41.0' },
      '3.41.0.json:1:1: the file lacks "modules"',
    ],
    [
      'has another name',
      '3.41.0',
      { extends: '3.40.0', release: '3.42.0' },
      '3.41.0.json:3:14: the file is not named after its release',
    ],
    [
      'extends an unknown release',
      '3.41.0',
      { extends: '3.40.9', release: '3.41.0' },
      '3.41.0.json:2:14: the release extends an unknown release (expected a full release, such as 3.40.0',
    ],
    [
      'extends itself, not shipped',
      '3.41.0',
      { extends: '3.41.0', release: '3.41.0' },
      '3.41.0.json:2:14: the release',
    ],
    [
      'names a path',
      '3.41.0',
      { extends: '../../secret', release: '3.41.0' },
      '3.41.0.json:2:14: "extends" is not of the right form',
    ],
    [
      'has a bad hash',
      '3.41.0',
      {
        extends: '3.40.0',
        release: '3.41.0',
        modules: [{ ...common('v1.48.0'), sums: { zip: 'h1:short' } }],
      },
      '3.41.0.json:15:16: "modules.0.sums.zip" is not of the right form',
    ],
    [
      'contradicts itself',
      '3.41.0',
      { extends: '3.40.0', release: '3.41.0', nakamaCommon: 'v1.48.0' },
      '3.41.0.json:4:19: "nakamaCommon" and "modules" disagree (expected "v1.47.0", as in "modules"',
    ],
    [
      'has a module twice',
      '3.41.0',
      { extends: '3.40.0', release: '3.41.0', modules: [common('v1.48.0'), common('v1.48.0')] },
      'is listed twice',
    ],
    [
      'has a package of another module',
      '3.41.0',
      {
        extends: '3.40.0',
        release: '3.41.0',
        modules: [{ ...common('v1.48.0'), vendoredPackages: ['a.b/c'], linkedPackages: ['a.b/c'] }],
      },
      'the package a.b/c does not belong to its module',
    ],
  ])('that %s is refused with its place', (_what, release, content, message) => {
    write(`${release}.json`, content);
    expect(failure(() => load(release))).toContain(message);
  });

  it('is refused where files extend each other in a circle', () => {
    write('3.41.0.json', { extends: '3.42.0', release: '3.41.0' });
    write('3.42.0.json', { extends: '3.41.0', release: '3.42.0' });
    expect(failure(() => load('3.41.0'))).toContain(
      '3.42.0.json:2:14: the releases extend each other in a circle (found 3.41.0 -> 3.42.0 -> 3.41.0)',
    );
  });

  it.each(['latest.json', 'v3.41.0.json', '3.41.json', '3.41.0+x.json'])(
    'is refused by its name: %s',
    (name) => {
      write(name, {});
      expect(() => openCatalog({ workspaceDir })).toThrow(/the file name is not a release/);
    },
  );

  it('is refused where a file stands in place of the folder', () => {
    writeFileSync(path.join(workspaceDir, 'nakama-releases'), '');
    expect(() => openCatalog({ workspaceDir })).toThrow(/nakama-releases: this is not a folder/);
  });

  it('does not stand in the way of other releases', () => {
    write('3.41.0.json', '{');
    expect(load('3.40.0').version).toBe('3.40.0');
  });
});
