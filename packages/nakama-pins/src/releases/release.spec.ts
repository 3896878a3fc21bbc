import { openCatalog } from './catalog';
import { diffReleases } from './diff';
import { findInRelease, findInReleases } from './find';

const catalog = openCatalog();
const latest = catalog.load('3.40.0');

describe('a release', () => {
  it('finds the module of a package by the longest prefix', () => {
    expect(latest.moduleOfPackage('go.uber.org/zap/buffer')?.path).toBe('go.uber.org/zap');
    expect(latest.moduleOfPackage('github.com/blugelabs/bluge_segment_api')?.path).toBe(
      'github.com/blugelabs/bluge_segment_api',
    );
    expect(latest.moduleOfPackage('go.uber.org/zapper')).toBeUndefined();
    expect(latest.moduleOfPackage('')).toBeUndefined();
  });

  it('tells linked packages from vendored ones', () => {
    expect(latest.isLinked('go.uber.org/zap/buffer')).toBe(true);
    expect(latest.isLinked('github.com/stretchr/testify/assert')).toBe(false);
    expect(latest.module('github.com/stretchr/testify')?.linkedPackages).toEqual([]);
  });

  it('knows what linked packages import, and of no others', () => {
    expect(latest.importsOf('go.uber.org/zap')).toContain('go.uber.org/multierr');
    expect(latest.importsOf('go.uber.org/multierr')).toEqual([]);
    expect(latest.importsOf('github.com/stretchr/testify/assert')).toBeUndefined();
  });

  it('has fingerprints for measured platforms alone', () => {
    expect(latest.fingerprints('linux/amd64')?.get('bufio')).toBe('ca894efce5816cdc');
    expect(latest.fingerprints('linux/arm64')?.has('github.com/klauspost/compress/internal/cpuinfo')).toBe(
      false,
    );
    expect(latest.fingerprints('windows/amd64')).toBeUndefined();
    expect(catalog.load('3.7.0').fingerprints('linux/amd64')).toBeUndefined();
    expect(catalog.load('3.7.0').standardPackages).toEqual([]);
  });

  it('states the go line of nakama-common, below which a plugin is not built', () => {
    expect(latest.module('github.com/heroiclabs/nakama-common')?.goLine).toBe('1.26.5');
    expect(catalog.load('3.15.0').module('github.com/heroiclabs/nakama-common')?.goLine).toBe('1.14');
  });
});

describe("a new plugin's go.sum", () => {
  it('wants, beside nakama-common and protobuf, what go mod tidy adds', () => {
    expect(latest.scaffoldSums).toEqual([
      'github.com/google/go-cmp v0.7.0 h1:wk8382ETsv4JYUZwIsn6YpYiWiBsYLSJiTsyBybVuN8=',
      'github.com/google/go-cmp v0.7.0/go.mod h1:pXiqmnSA92OHEEa9HXL2W4E7lf9JzCmGVUdgjX3N/iU=',
    ]);
  });
});

describe('the difference of two releases', () => {
  const diff = diffReleases(catalog.load('3.38.0'), latest);

  it('names Go, images and nakama-common', () => {
    expect(diff.facts).toEqual([
      { fact: 'date', from: '2026-03-20', to: '2026-07-13' },
      { fact: 'go', from: '1.26.1', to: '1.26.5' },
      { fact: 'goModGo', from: '1.26.1', to: '1.26.5' },
      { fact: 'builderImageGo', from: 'golang:1.25.5-bookworm', to: 'golang:1.26.5-bookworm' },
      { fact: 'nakamaCommon', from: 'v1.45.0', to: 'v1.47.0' },
    ]);
  });

  it('names modules changed, added and removed', () => {
    expect(diff.modules.changed).toHaveLength(19);
    expect(diff.modules.changed).toContainEqual({
      path: 'go.uber.org/zap',
      from: 'v1.27.1',
      to: 'v1.28.0',
      linked: true,
    });
    expect(diff.modules.added).toEqual([{ path: 'github.com/dlclark/regexp2/v2', version: 'v2.5.0' }]);
    expect(diff.modules.removed.map(({ path }) => path)).toEqual([
      'github.com/dlclark/regexp2',
      'go.yaml.in/yaml/v2',
    ]);
  });

  it('names packages linked and patched anew', () => {
    expect(diff.linkedPackages.added).toContain('github.com/dlclark/regexp2/v2/syntax');
    expect(diff.linkedPackages.removed).toContain('go.yaml.in/yaml/v2');
    const patching = diffReleases(catalog.load('3.24.2'), catalog.load('3.25.0')).patchedPackages;
    expect(patching.added).toContain('github.com/blugelabs/bluge/search');
    expect(patching.removed).toEqual([]);
  });

  it('is empty between releases that differ in nothing but the day', () => {
    const { facts, modules } = diffReleases(catalog.load('3.24.1'), catalog.load('3.24.2'));
    expect({ facts: facts.map(({ fact }) => fact), modules }).toEqual({
      facts: ['date'],
      modules: { added: [], removed: [], changed: [] },
    });
  });
});

describe('looking a path up', () => {
  it.each([
    ['go.uber.org/zap/buffer', 'linked', 'require go.uber.org/zap v1.28.0'],
    ['go.uber.org/multierr', 'linked', 'require go.uber.org/multierr v1.11.0'],
    ['go.uber.org/zap/zaptest', 'module-only', 'require go.uber.org/zap v1.28.0'],
    ['github.com/stretchr/testify', 'vendored', 'require github.com/stretchr/testify v1.11.1'],
    ['github.com/stretchr/testify/assert', 'vendored', 'require github.com/stretchr/testify v1.11.1'],
    ['encoding/json', 'standard', undefined],
    ['testing/quick', 'standard', undefined],
    ['example.com/mine', 'absent', undefined],
    ['zap', 'absent', undefined],
  ])('says where %s is: %s', (query, presence, require) => {
    expect(findInRelease(query, latest)).toMatchObject({
      presence,
      patchedPackages: [],
      ...(require && { require }),
    });
  });

  it('names the packages that the server patched', () => {
    const bluge = findInRelease('github.com/blugelabs/bluge', latest);
    expect(bluge.patchedPackages).toContain('github.com/blugelabs/bluge/search');
    // query_string is a module of its own: its fingerprint follows from the patched package it imports.
    expect(findInRelease('github.com/blugelabs/query_string', latest).patchedPackages).toEqual([
      'github.com/blugelabs/query_string',
    ]);
  });

  it('proposes the module that a mistyped path may mean', () => {
    expect(findInRelease('go.uber.org/zapp', latest).nearest).toEqual(['go.uber.org/zap']);
    expect(findInRelease('zap', latest).nearest).toEqual(['go.uber.org/zap']);
    expect(findInRelease('net/htpp', latest).nearest).toEqual(['net/http']);
    expect(findInRelease('example.com/mine/other', latest)).not.toHaveProperty('nearest');
  });

  it('joins releases that answer alike', () => {
    const releases = catalog.list().map(({ version }) => catalog.load(version));
    const ranges = findInReleases('go.uber.org/multierr', releases);
    expect(ranges.map(({ from, to, version }) => [from, to, version])).toEqual([
      ['3.40.0', '3.31.0', 'v1.11.0'],
      ['3.30.0', '3.27.0', 'v1.10.0'],
      ['3.26.0', '3.22.0', 'v1.11.0'],
      ['3.21.1', '3.20.0', 'v1.10.0'],
      ['3.19.0', '3.2.1', 'v1.6.0'],
      ['3.2.0', '3.0.0', 'v1.5.0'],
    ]);
  });
});
