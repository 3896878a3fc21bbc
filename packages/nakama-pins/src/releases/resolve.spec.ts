import { openCatalog } from './catalog';
import { resolveRelease, sortReleases } from './resolve';

const catalog = openCatalog();

describe('resolving a release of the catalog', () => {
  it.each([
    ['3.40.0', '3.40.0'],
    ['v3.40.0', '3.40.0'],
    [' 3.40.0 ', '3.40.0'],
    ['3.40', '3.40.0'],
    ['v3.37', '3.37.1'],
    ['3.24', '3.24.2'],
    ['3.1', '3.1.2'],
    ['latest', '3.40.0'],
  ])('finds for %j the release %s', (spec, release) => {
    expect(catalog.resolve(spec)).toEqual({ release });
  });

  it.each([
    ['3.41.0', ['3.40.0', '3.39.0', '3.38.0']],
    ['3.41', ['3.40.0', '3.39.0', '3.38.0']],
    ['3.37.2', ['3.37.1', '3.37.0', '3.38.0']],
    ['v3.4O.0', ['3.4.0', '3.5.0', '3.3.0']],
    ['lastest', ['latest']],
    ['', ['3.40.0', '3.39.0', '3.38.0']],
    ['../3.40.0', ['3.40.0', '3.39.0', '3.38.0']],
    ['3.40.0\u0000', ['3.40.0', '3.39.0', '3.38.0']],
    ['__proto__', ['3.40.0', '3.39.0', '3.38.0']],
    ['3'.repeat(100_000), ['3.40.0', '3.39.0', '3.38.0']],
  ])('refuses %.20j, and names the nearest release', (unknown, nearest) => {
    expect(catalog.resolve(unknown)).toMatchObject({ unknown, nearest });
  });

  it.each([
    ['v3.41.0', '3.41.0'],
    ['3.41', '3.41.0'],
    ['3.40.0-ours.1', '3.40.0-ours.1'],
    ['2.5.1', undefined],
    ['lastest', undefined],
  ])('says which version %s means, if it may be published', (unknown, version) => {
    expect(catalog.resolve(unknown)).toHaveProperty('unknown', unknown);
    expect(catalog.resolve(unknown)).toEqual(
      version === undefined
        ? expect.not.objectContaining({ version: expect.anything() })
        : expect.objectContaining({ version }),
    );
  });

  it.each(['2.5.1', 'v2.12.0', '1.0'])('says of %s that the catalog begins later', (unknown) => {
    expect(catalog.resolve(unknown)).toMatchObject({ unknown, before: catalog.list().at(-1)?.version });
  });

  it('throws an error that names the command which adds the release', () => {
    expect(() => catalog.get('3.40.1')).toThrow(/unknown Nakama release "3\.40\.1".*3\.40\.0/);
    expect(() => catalog.load('3.40')).toThrow(/unknown Nakama release "3\.40"[^]*releases add 3\.40\.0$/);
  });
});

describe('a variant that is not known', () => {
  it.each([
    ['3.40.0-dsym', 'npx nakama-pins releases add image:heroiclabs/nakama-dsym:3.40.0'],
    ['v3.41.0-dsym', 'npx nakama-pins releases add image:heroiclabs/nakama-dsym:3.41.0'],
    [
      '3.40.0-archive',
      'download the archive of the GitHub release v3.40.0, then npx nakama-pins releases add nakama-3.40.0-linux-amd64.tar.gz',
    ],
    [
      '3.40.0-ours.1',
      'name the image or program of your server: npx nakama-pins releases add image:<name> --name 3.40.0-ours.1',
    ],
    ['3.41.0-rc.1', 'npx nakama-pins releases add 3.41.0-rc.1'],
  ])('%s: %s', (variant, fix) => {
    expect(() => openCatalog().get(variant)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ fix })] }) as Error,
    );
  });
});

describe('pre-releases', () => {
  const releases = sortReleases(['3.40.0', '3.41.0-rc.1', '3.40.1-ours.2', '3.9.0']);

  it('sort below their release', () => {
    expect(releases).toEqual(['3.41.0-rc.1', '3.40.1-ours.2', '3.40.0', '3.9.0']);
  });

  it('are found only by their full name', () => {
    expect(resolveRelease('latest', releases)).toEqual({ release: '3.40.0' });
    expect(resolveRelease('3.40', releases)).toEqual({ release: '3.40.0' });
    expect(resolveRelease('v3.41.0-rc.1', releases)).toEqual({ release: '3.41.0-rc.1' });
  });
});
