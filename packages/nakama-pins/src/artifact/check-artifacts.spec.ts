import { spawnSync } from 'node:child_process';
import { openCatalog } from '../releases/catalog';
import { buildable } from '../testing/go';
import { aboutOf, catalogRelease } from '../testing/workspace';
import { type ArtifactOutcome, checkArtifacts, readPlugin } from './check-artifacts';
import { readArtifact } from './read-artifact';
import { type Server, serverOfProgram, serverOfRelease } from './server';
import { build, BUILD_TIMEOUT_MS, describeWithPlugins } from './testing/build-plugins';
import { CONFLICT, GOOD, HOST, pluginOf, recipeOf, ROWS, UNPROVED } from './testing/rows';

/** What a program that opens plugins says of them: the truth. */
function open(host: string, plugins: readonly string[]): { loads: boolean; says: string } {
  const { status, stdout, stderr } = spawnSync(host, plugins, { encoding: 'utf8' });
  return { loads: status === 0, says: `${stdout}${stderr}`.split('\n', 1)[0] ?? '' };
}

describeWithPlugins('the verdict on built plugins', () => {
  let host: string;
  let server: Server;
  beforeAll(async () => {
    host = await build(HOST);
    const catalog = openCatalog();
    const known = catalog.list().map(({ version }) => catalog.load(version));
    server = serverOfProgram(readArtifact(host, 'host'), known);
  }, BUILD_TIMEOUT_MS);

  it.each(ROWS)(
    'is that of plugin.Open: $name',
    async ({ recipe, findings }) => {
      const file = await build(recipe);
      const { loads, says } = open(host, [file]);
      const [report] = checkArtifacts([readPlugin(file, 'arena.so')], server);
      const found = report?.findings ?? [];
      expect({ verdict: report?.verdict, says }).toEqual({ verdict: loads ? 'loads' : 'fails', says });
      expect([...new Set(found.map(({ id }) => id))].sort()).toEqual([...findings].sort());
    },
    BUILD_TIMEOUT_MS,
  );

  it(
    'is that of plugin.Open for a plugin that the first one opens, before the server opens the next',
    async () => {
      const [first, second, good] = await Promise.all([...CONFLICT, GOOD].map(({ recipe }) => build(recipe)));
      const [a, c] = [readPlugin(String(good), 'a.so'), readPlugin(String(first), 'c.so')];
      const opened = readPlugin(String(second), 'lib/b.bin');
      const reports = checkArtifacts([c, a, opened], server, [{ plugin: opened, by: 'a.so' }]);
      expect(reports.map(({ file, verdict, openedBy }) => [file, verdict, openedBy])).toEqual([
        ['a.so', 'loads', undefined],
        ['lib/b.bin', 'loads', 'a.so'],
        ['c.so', 'fails', undefined],
      ]);
      expect(reports[2]?.findings[0]?.message).toContain('in lib/b.bin, which the server opens first');
      expect(open(host, [good, second, first].map(String)).loads).toBe(false);
      // The runtime gives out a file that is opened again; a file that nobody opens is not looked at.
      const twice = ['a.so', 'c.so', 'other.so'].map((by) => ({ plugin: opened, by }));
      expect(checkArtifacts([a], server, twice).map(({ file }) => file)).toEqual(['a.so', 'lib/b.bin']);
    },
    BUILD_TIMEOUT_MS,
  );

  it(
    'is that of plugin.Open for plugins opened together: versions of a package that the server lacks, one path twice',
    async () => {
      const [first, second, good] = await Promise.all([...CONFLICT, GOOD].map(({ recipe }) => build(recipe)));
      const sets: [string[], string[]][] = [
        [
          [first, second],
          ['a.so loads', 'b.so fails: plugins-conflict github.com/google/uuid v1.5.0 v1.6.0'],
        ],
        [
          [first, good],
          ['a.so loads', 'b.so loads'],
        ],
        [
          [good, await build(recipeOf('with symbols and debug data'))],
          [
            'a.so loads',
            'b.so fails: duplicate-plugin-path example.com/arena a module path of its own example.com/arena',
          ],
        ],
      ] as [string[], string[]][];
      for (const [files, expected] of sets) {
        const plugins = files.map((file, i) => readPlugin(file, `${'ab'[i]}.so`));
        // The order given does not count.
        const reports = checkArtifacts(plugins.reverse(), server);
        expect(reports.map(brief)).toEqual(expected);
        expect(open(host, files).loads).toBe(reports.every(({ verdict }) => verdict === 'loads'));
      }
    },
    BUILD_TIMEOUT_MS,
  );

  it(
    'names every root at once, and nothing that follows from it',
    async () => {
      const file = await build(GOOD.recipe);
      const [report] = checkArtifacts([readPlugin(file, 'a.so')], serverOfRelease(catalogRelease('3.38.0')));
      expect(report?.findings.map((f) => [f.id, aboutOf(f), f.expected, f.actual])).toEqual([
        ['artifact-go', 'go', '1.26.1', '1.26.5'],
        ['direct-dependency', 'go.uber.org/zap', 'v1.27.1', 'v1.28.0'],
        ['nakama-common', 'github.com/heroiclabs/nakama-common', 'v1.45.0', 'v1.47.0'],
      ]);
    },
    BUILD_TIMEOUT_MS,
  );

  it(
    'knows patched packages, releases without fingerprints, and the glibc of the image',
    async () => {
      const release = serverOfRelease(catalogRelease());
      const patched = await build({
        ...GOOD.recipe,
        files: buildable(['github.com/blugelabs/bluge/search']),
      });
      expect(checkArtifacts([readPlugin(patched, 'a.so')], release).map(brief)).toEqual([
        'a.so fails: patched-in-server github.com/blugelabs/bluge/search  v0.2.2',
      ]);

      const good = readArtifact(await build(GOOD.recipe), 'a.so');
      const verdicts = (change: object, against = release): string[] =>
        checkArtifacts([{ ...good, ...change }], against).map(brief);
      expect(verdicts({})).toEqual(['a.so loads']);
      const unmeasured = serverOfRelease(catalogRelease('3.12.0'));
      expect(checkArtifacts([readPlugin(await build(UNPROVED), 'a.so')], unmeasured).map(brief)).toEqual([
        'a.so unknown: artifact-unproved linux/amd64  ',
      ]);
      expect(verdicts({ glibc: '2.28' }, unmeasured)).toEqual([
        'a.so fails: artifact-go go 1.18.2 1.26.5; artifact-unproved linux/amd64  ',
      ]);
      expect(verdicts({ glibc: '2.36' })).toEqual(['a.so loads']);
      expect(verdicts({ glibc: '2.38' })).toEqual(['a.so fails: artifact-libc glibc at most 2.36 2.38']);
      expect(verdicts({ glibc: '2.38' }, { ...release, glibc: { version: '2.34', of: 'program' } })).toEqual([
        'a.so unknown: artifact-libc glibc at most 2.34 2.38',
      ]);
      expect(verdicts({ needed: ['libc.so.6', 'libsodium.so.23'] })).toEqual([
        'a.so unknown: artifact-libc libsodium.so.23  ',
      ]);
      expect(verdicts({}, serverOfRelease(catalogRelease(), 'linux/arm64'))).toEqual([
        'a.so fails: platform linux/amd64 linux/arm64 linux/amd64',
      ]);
    },
    BUILD_TIMEOUT_MS,
  );

  // Go 1.19, 1.21, 1.22, 1.24: names of symbols, their hashes and build info changed between them.
  it.each(['3.15.0', '3.20.0', '3.22.0', '3.27.0'])(
    'is that a plugin by the Go of %s loads in it',
    async (name) => {
      const artifact = readArtifact(await build(pluginOf(name)), 'a.so');
      // What it needs is this computer's, which is newer than the image's.
      const [report] = checkArtifacts(
        [{ ...artifact, glibc: '2.17' }],
        serverOfRelease(catalogRelease(name)),
      );
      expect(report).toMatchObject({ module: 'example.com/arena', verdict: 'loads', findings: [] });
    },
    BUILD_TIMEOUT_MS,
  );
});

/** File and verdict, and what is found: id, what it is about, expected, actual. */
function brief({ file, verdict, findings }: ArtifactOutcome): string {
  const found = findings.map((f) => [f.id, aboutOf(f), f.expected ?? '', f.actual ?? ''].join(' '));
  return `${file} ${verdict}${found.length > 0 ? `: ${found.join('; ')}` : ''}`;
}
