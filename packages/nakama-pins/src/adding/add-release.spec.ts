import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkArtifacts, readPlugin } from '../artifact/check-artifacts';
import { mergeReleaseFiles } from '../artifact/merge-release';
import { serverOfRelease } from '../artifact/server';
import { build, BUILD_TIMEOUT_MS, describeWithPlugins } from '../artifact/testing/build-plugins';
import { realServer } from '../artifact/testing/real-server';
import { GOOD, HOST, recipeOf } from '../artifact/testing/rows';
import { formatProblem, InputError } from '../input/problem';
import { openCatalog } from '../releases/catalog';
import { type ReleaseFile, toReleaseFile } from '../releases/release-file';
import { buildable } from '../testing/go';
import { verifyAt } from '../testing/one';
import { catalogRelease, removeWorkspaces, workspace } from '../testing/workspace';
import { Tools } from '../toolchain/tools';
import { type AddedRelease, addRelease } from './add-release';

const ZAP = 'go.uber.org/zap';
const NAME = '3.40.1-ours.1';

afterAll(removeWorkspaces);

/** Without a network, so that the program and the catalog say everything. */
function add(program: string, workspaceDir: string, name?: string): Promise<AddedRelease> {
  const tools = new Tools({ root: workspaceDir, env: { ...process.env, GOPROXY: 'off' } });
  return addRelease({ what: program, cwd: workspaceDir, workspaceDir, name }, tools);
}

async function problemsOf(adding: Promise<unknown>): Promise<string[]> {
  const error: unknown = await adding.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof InputError) return error.problems.map(formatProblem);
  throw error;
}

function fileOf(workspaceDir: string, name = NAME): ReleaseFile {
  return JSON.parse(readFileSync(join(workspaceDir, `nakama-releases/${name}.json`), 'utf8')) as ReleaseFile;
}

describeWithPlugins("a release from a server's program", () => {
  let host: string;
  beforeAll(async () => {
    host = await build(HOST);
  }, BUILD_TIMEOUT_MS);

  it('has what the program links, and from the nearest release what a program does not hold', async () => {
    const root = workspace({});
    expect(await add(host, root, `v${NAME}`)).toMatchObject({
      release: NAME,
      file: `nakama-releases/${NAME}.json`,
      platforms: ['linux/amd64'],
      base: '3.40.0',
      unknownImports: [],
      patchedPackages: [],
    });
    const added = openCatalog({ workspaceDir: root }).load(NAME);
    const catalog = catalogRelease();
    expect(added).toMatchObject({
      go: '1.26.5',
      nakamaCommon: catalog.nakamaCommon,
      protobuf: catalog.protobuf,
      serverImageBase: 'debian:bookworm-slim',
      builderImageGo: 'golang:1.26.5-bookworm',
    });
    expect(added.modules.map(({ path }) => path)).toEqual([
      'github.com/heroiclabs/nakama-common',
      'go.uber.org/multierr',
      ZAP,
      'google.golang.org/protobuf',
    ]);
    for (const module of added.modules) {
      const known = catalog.module(module.path);
      expect(module).toMatchObject({ version: known?.version, sums: known?.sums });
      for (const path of module.linkedPackages)
        expect(added.importsOf(path)).toEqual(catalog.importsOf(path));
    }
    expect(added.standardPackages).toContain('vendor/golang.org/x/net/dns/dnsmessage');
    const fingerprints = added.fingerprints('linux/amd64') ?? new Map<string, string>();
    const known = catalog.fingerprints('linux/amd64');
    expect(
      [...fingerprints].filter(([path, value]) => known?.has(path) && known.get(path) !== value),
    ).toEqual([]);
    expect(
      [...fingerprints.keys()].filter((path) => path === 'main' || path.startsWith('example.com')),
    ).toEqual([]);
  });

  it('is judged by as any other', async () => {
    const wrong = buildable([ZAP], { 'go.uber.org/multierr': 'v1.10.0' });
    for (const [files, verdict] of [
      [buildable([ZAP]), 'loads'],
      [wrong, 'fails'],
    ] as const) {
      const root = workspace(files);
      await add(host, root, NAME);
      expect(verifyAt(root, '.', NAME).verdict).toBe(verdict);
    }
    const root = workspace({});
    await add(host, root, NAME);
    const server = serverOfRelease(openCatalog({ workspaceDir: root }).load(NAME));
    const plugins = [GOOD.recipe, recipeOf('another version of a dependency')].map(async (recipe, i) =>
      readPlugin(await build(recipe), `${i}.so`),
    );
    const reports = checkArtifacts(await Promise.all(plugins), server);
    expect(reports.map(({ verdict }) => verdict)).toEqual(['loads', 'fails']);
  });

  it('stays the same when it is added again, and takes another platform in', async () => {
    const root = workspace({});
    await add(host, root, NAME);
    const first = fileOf(root);
    await add(host, root, NAME);
    expect(fileOf(root)).toEqual(first);

    const [module] = first.modules;
    const other = {
      ...first,
      modules: [{ ...module, linkedPackages: [`${module?.path}/arm`], vendoredPackages: [] }],
      fingerprints: { 'linux/arm64': { fmt: '0123456789abcdef' } },
    } as ReleaseFile;
    const merged = mergeReleaseFiles(first, other, 'x.json');
    expect(Object.keys(merged.fingerprints)).toEqual(['linux/amd64', 'linux/arm64']);
    expect(merged.modules).toHaveLength(first.modules.length);
    expect(merged.modules[0]?.linkedPackages).toEqual(
      [...(module?.linkedPackages ?? []), `${module?.path}/arm`].sort(),
    );
  });

  it(
    'is refused where it contradicts the file, which stays as it is',
    async () => {
      const root = workspace({});
      await add(host, root, NAME);
      const before = fileOf(root);
      const newer = await build({ ...HOST, go: '1.26.8' });
      const problems = await problemsOf(add(newer, root, NAME));
      expect(problems[0]).toContain(
        `nakama-releases/${NAME}.json: the file and the program contradict each other: "go" (expected 1.26.5, as in the file, found 1.26.8 in the program)`,
      );
      expect(problems[1]).toMatch(/\d+ fingerprints for linux\/amd64, such as that of /);
      expect(fileOf(root)).toEqual(before);
    },
    BUILD_TIMEOUT_MS,
  );

  it(
    'is refused if the program is not a server, or no name is given',
    async () => {
      const root = workspace({ 'nakama.txt': 'no program' });
      const refusal = async (program: string, name = NAME): Promise<string | undefined> =>
        (await problemsOf(add(program, root, name)))[0];
      const [plugin, small] = await Promise.all([
        build(GOOD.recipe),
        build({
          ...HOST,
          files: { 'go.mod': 'module a.b/c\n\ngo 1.26.5\n', 'main.go': 'package main\n\nfunc main() {}\n' },
        }),
      ]);
      expect(await refusal(plugin)).toContain(': this is not a Go program');
      expect(await refusal(small)).toContain(
        'this is the Go program a.b/c, which does not link nakama-common',
      );
      expect(await refusal(join(root, 'nakama.txt'))).toContain('nakama.txt: ');
      expect(await refusal(host, 'ours')).toContain('--name: this is not a valid name for a release');
      expect((await problemsOf(add(host, root)))[0]).toContain(
        'the program does not say which version it is',
      );
      expect(existsSync(join(root, 'nakama-releases'))).toBe(false);
    },
    BUILD_TIMEOUT_MS,
  );

  it('is refused before a broken file is overwritten', async () => {
    const root = workspace({ 'nakama-releases/.keep': '' });
    writeFileSync(join(root, `nakama-releases/${NAME}.json`), '{');
    await expect(add(host, root, NAME)).rejects.toThrow(InputError);
    expect(readFileSync(join(root, `nakama-releases/${NAME}.json`), 'utf8')).toBe('{');
  });
});

it.each(['3.41', 'latest', 'v3'])('refuses %s, which is another version every time', async (what) => {
  await expect(add(what, workspace({}))).rejects.toThrow(
    /a release is added by its whole version[^]*fix: npx nakama-pins releases --remote lists/,
  );
});

it('says of a version why neither its image nor its Go module can be had', async () => {
  const root = workspace({});
  const env = {
    PATH: '',
    GOPROXY: 'off',
    HTTPS_PROXY: 'http://127.0.0.1:9',
    NAKAMA_PINS_CACHE: workspace({}),
  };
  const problems = await problemsOf(
    addRelease({ what: '3.99.0', cwd: root, workspaceDir: root }, new Tools({ root, env })),
  );
  expect(problems[0]).toContain("the image heroiclabs/nakama:3.99.0 can't be had");
  expect(problems[1]).toContain('GOPROXY is off');
  expect(existsSync(join(root, 'nakama-releases'))).toBe(false);
});

const server = realServer();
if (server === undefined) console.warn('no real server: node tools/server/build.mjs builds it');

(server === undefined ? describe.skip : describe)('the real server, built from its Go module', () => {
  it('has the fingerprints of the catalog, but for what the repository patches', async () => {
    const root = workspace({});
    // It calls itself 3.40.0, as does the server in the official image, which has patches.
    expect((await problemsOf(add(server ?? '', root)))[0]).toMatch(
      /the release 3\.40\.0 that is shipped .* 7 fingerprints for linux\/amd64[^]* --name 3\.40\.0-ours\.1$/,
    );
    expect(await add(server ?? '', root, '3.40.0-built')).toMatchObject({
      release: '3.40.0-built',
      unknownImports: [],
      patchedPackages: [],
    });
    const catalog = toReleaseFile(catalogRelease('3.40.0'));
    const added = fileOf(root, '3.40.0-built');
    const [own, known] = [added, catalog].map((file) => file.fingerprints['linux/amd64'] ?? {}) as [
      Record<string, string>,
      Record<string, string>,
    ];
    expect(Object.keys(own)).toEqual(Object.keys(known));
    expect(Object.keys(own).filter((path) => own[path] !== known[path])).toEqual(catalog.patchedPackages);
    expect(added.imports).toEqual(catalog.imports);
    expect(added.standardPackages).toEqual(catalog.standardPackages);
    const linked = catalog.modules.filter(({ linkedPackages }) => linkedPackages.length > 0);
    expect(added.modules.map(({ path, version, sums }) => ({ path, version, sums }))).toEqual(
      linked.map(({ path, version, sums }) => ({ path, version, sums })),
    );
  });
});
