import { fakeWeb } from '../module-proxy/testing/fake-web';
import type { Release } from '../releases/release-model';
import { catalogRelease } from '../testing/workspace';
import { candidatesOf } from './candidates';
import { judgeVersions } from './judge-versions';
import { publishedModuleOf } from './published-module-of';
import { type Published, publishedModules } from './published-modules';
import { versionRanges } from './version-range';

const X = 'github.com/acme/x';

/** A proxy with these modules: `path@version` -> the lines of its go.mod below the module line. */
function proxy(
  modules: Readonly<Record<string, string>>,
  latest: Readonly<Record<string, string>> = {},
): Published {
  const web = fakeWeb((url) => {
    const [, path = '', file = ''] = /^https:\/\/p\.example\/(.*?)\/(@.*)$/.exec(url) ?? [];
    if (file === '@latest') return latest[path] && JSON.stringify({ Version: latest[path] });
    const nodes = Object.keys(modules).filter((node) => node.startsWith(`${path}@`));
    if (file === '@v/list')
      return nodes.length > 0 ? nodes.map((n) => n.split('@')[1]).join('\n') : undefined;
    const text = modules[`${path}@${file.replace(/^@v\/|\.mod$/g, '')}`];
    return text === undefined ? undefined : `module ${path}\n${text}`;
  });
  return publishedModules((name) => (name === 'GOPROXY' ? 'https://p.example' : ''), web);
}

const requires = (...nodes: string[]): string =>
  `\ngo 1.21\n\nrequire (\n${nodes.map((node) => `\t${node.replace('@', ' ')}\n`).join('')})\n`;

describe('the versions that there are to choose from', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'releases alone, newest first by number',
      { [`${X}@v1.9.0`]: '', [`${X}@v1.10.0`]: '', [`${X}@v1.11.0-rc.1`]: '' },
      ['v1.10.0', 'v1.9.0'],
    ],
    [
      'what is before a first release',
      { [`${X}@v0.1.0-beta.1`]: '', [`${X}@v0.1.0-beta.2`]: '' },
      ['v0.1.0-beta.2', 'v0.1.0-beta.1'],
    ],
    [
      'none that the newest retracts',
      { [`${X}@v1.0.0`]: '', [`${X}@v1.1.0`]: '', [`${X}@v1.2.0`]: '\nretract [v1.1.0, v1.1.9]\n' },
      ['v1.2.0', 'v1.0.0'],
    ],
    [
      'none without a go.mod where newer ones have it',
      { [`${X}@v1.2.0`]: '\ngo 1.20\n', [`${X}@v4.0.0+incompatible`]: '' },
      ['v1.2.0'],
    ],
    [
      'those without a go.mod where none has it',
      { [`${X}@v1.2.0`]: '', [`${X}@v4.0.0+incompatible`]: '' },
      ['v4.0.0+incompatible', 'v1.2.0'],
    ],
    [
      'no commits beside tags',
      { [`${X}@v1.0.0`]: '', [`${X}@v1.0.1-0.20240101000000-0123456789ab`]: '' },
      ['v1.0.0'],
    ],
  ])('%s', async (_, modules, expected) => {
    expect(await candidatesOf(X, proxy(modules))).toEqual(expected);
  });

  it('the newest commit of a module without tags, also of a proxy that lists commits alone', async () => {
    const commit = 'v0.0.0-20240101000000-0123456789ab';
    const untagged = { [`${X}@`]: '' };
    expect(await candidatesOf(X, proxy(untagged, { [X]: commit }))).toEqual([commit]);
    expect(await candidatesOf(X, proxy({ [`${X}@${commit}`]: '' }))).toEqual([commit]);
  });

  it('are those of the longest path that is published', async () => {
    const published = proxy({ [`${X}@v1.0.0`]: '', [`${X}/sub@v1.0.0`]: '' });
    expect(await publishedModuleOf(`${X}/sub/package`, published)).toBe(`${X}/sub`);
    expect(await publishedModuleOf(`${X}/other`, published)).toBe(X);
    await expect(publishedModuleOf('github.com/acme/y', published)).rejects.toThrow('404');
  });
});

describe('what versions demand', () => {
  const release = catalogRelease('3.30.0');
  const zap = (version: string): string => `go.uber.org/zap@${version}`;
  const newer = ['3.35.0', '3.36.0', '3.40.0'].map((name) => catalogRelease(name));
  const judged = (published: Published, versions: readonly string[], on: Release = release) =>
    judgeVersions(X, versions, { release: on, newer, published });

  it('is what is above the server’s, with the way to it and the first release on which it would fit', async () => {
    const published = proxy({
      // 3.36.0 links v1.27.1, 3.40.0 links v1.28.0.
      [`${X}@v1.4.0`]: requires(zap('v1.99.0')),
      [`${X}@v1.3.0`]: requires(zap('v1.28.0')),
      [`${X}@v1.2.0`]: requires(zap('v1.27.1'), 'github.com/acme/unshared@v0.9.0'),
      [`${X}@v1.1.0`]: requires(zap('v1.27.0')),
      [`${X}@v1.0.0`]: requires(),
    });
    const { newer: above, fitting } = await judged(published, [
      'v1.4.0',
      'v1.3.0',
      'v1.2.0',
      'v1.1.0',
      'v1.0.0',
    ]);
    expect(fitting).toBe('v1.1.0');
    expect(above.map(({ version, fits }) => [version, fits])).toEqual([
      ['v1.4.0', undefined],
      ['v1.3.0', '3.40.0'],
      ['v1.2.0', '3.36.0'],
    ]);
    expect(versionRanges(above)).toEqual([
      {
        from: 'v1.4.0',
        to: 'v1.2.0',
        count: 3,
        demands: [
          {
            module: 'go.uber.org/zap',
            pin: 'v1.27.0',
            demanded: 'v1.27.1',
            chain: [`${X}@v1.2.0`, zap('v1.27.1')],
          },
        ],
        fits: { from: null, to: '3.36.0' },
      },
    ]);
  });

  it('is Go itself, too', async () => {
    const published = proxy({ [`${X}@v1.1.0`]: '\ngo 1.25.0\n', [`${X}@v1.0.0`]: '\ngo 1.24.5\n' });
    const { newer: above, fitting } = await judged(published, ['v1.1.0', 'v1.0.0']);
    expect(fitting).toBe('v1.0.0');
    expect(above).toMatchObject([
      { fits: '3.35.0', demands: [{ module: 'go', pin: '1.24.5', demanded: '1.25.0' }] },
    ]);
  });

  it('is followed through modules of before go 1.17, and no further', async () => {
    const old = (node: string): string => `\nrequire ${node.replace('@', ' ')}\n`;
    const published = proxy({
      [`${X}@v1.1.0`]: old('github.com/acme/y@v1.0.0'),
      'github.com/acme/y@v1.0.0': requires('github.com/acme/z@v1.0.0', zap('v1.28.0')),
      'github.com/acme/z@v1.0.0': requires('google.golang.org/grpc@v1.99.0'),
    });
    const { newer: above } = await judged(published, ['v1.1.0']);
    expect(above[0]?.demands).toMatchObject([
      { module: 'go.uber.org/zap', chain: [`${X}@v1.1.0`, 'github.com/acme/y@v1.0.0', zap('v1.28.0')] },
    ]);
  });

  it('is unknown of a version that can not be read, and an older one is found all the same', async () => {
    const published = proxy({ [`${X}@v1.1.0`]: '\nnonsense (\n', [`${X}@v1.0.0`]: '' });
    const { newer: above, fitting } = await judged(published, ['v1.2.0', 'v1.1.0', 'v1.0.0']);
    expect(fitting).toBe('v1.0.0');
    expect(above.map(({ isUnread }) => isUnread)).toEqual([true, undefined]);
    expect(above.map(({ why }) => why)).toEqual([
      expect.stringContaining('v1.2.0.mod: 404'),
      expect.any(String),
    ]);
  });
});
