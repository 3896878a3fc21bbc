import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CreateNodesResult, TargetConfiguration } from '@nx/devkit';
import { openCatalog } from 'nakama-pins';
import * as plugin from '../index';
import { expandedInputs } from '../testing/expanded-inputs';
import { goMod, MAIN_GO, type TempWorkspace, tempWorkspace } from '../testing/temp-workspace';
import type { NakamaPluginOptions } from './options';

const LIBRARY_GO =
  'package rpc\n\nimport "github.com/heroiclabs/nakama-common/runtime"\n\nvar _ runtime.Logger\n';

/** Where the package is differs for each checkout. */
expect.addSnapshotSerializer({
  test: (value) => typeof value === 'string' && value.includes('tool-versions.js'),
  serialize: (value: string) => `'${value.replace(/"[^"]*\/(?:dist|src)\//, '"<nakama-pins>/dist/')}'`,
});

type Projects = NonNullable<CreateNodesResult['projects']>;

const targetsOf = (projects: Projects): TargetConfiguration[] =>
  Object.values(projects).flatMap(({ targets }) => Object.values(targets ?? {}));

describe('createNodes', () => {
  let workspace: TempWorkspace;
  beforeEach(() => {
    workspace = tempWorkspace({ 'nakama.json': '{ "release": "3.40.0" }' });
  });
  afterEach(() => workspace.remove());

  async function infer(files: string[], options?: NakamaPluginOptions): Promise<Projects> {
    const [, create] = plugin.createNodes;
    const context = { workspaceRoot: workspace.root, nxJsonConfiguration: {} };
    const results = await create(files, options, context);
    const projects = Object.assign({}, ...results.map(([, made]) => made.projects)) as Projects;
    for (const target of targetsOf(projects)) catalogs.push([target.cache, takeCatalog(target)]);
    return projects;
  }

  /** What the option `catalog` was of each target; no spec but its own shows it. */
  let catalogs: [cached: boolean | undefined, catalog: unknown][];
  beforeEach(() => {
    catalogs = [];
  });

  function takeCatalog({ options }: TargetConfiguration): unknown {
    const { catalog } = options as { catalog?: string };
    delete (options as { catalog?: string }).catalog;
    return catalog;
  }

  it('puts the version and the hash of the catalog into the options of every cached target', async () => {
    workspace.write({ 'plugins/arena/go.mod': goMod('example.com/arena'), 'plugins/arena/main.go': MAIN_GO });
    await infer(['plugins/arena/go.mod']);
    const file = join(__dirname, '../../../nakama-pins/package.json');
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
    expect(catalogs).toHaveLength(ALL_TARGETS.length);
    for (const [cached, catalog] of catalogs)
      expect(catalog).toEqual(
        cached ? expect.stringMatching(new RegExp(`^${version}-[0-9a-f]{12}$`)) : undefined,
      );
  });

  it('answers under the names of Nx 22 and of Nx 23 and later', () => {
    expect(plugin.name).toBe('nx-nakama');
    expect(plugin.createNodesV2).toBe(plugin.createNodes);
    expect(plugin.createNodes[0]).toBe('**/{go.mod,project.json,package.json,nakama.json}');
  });

  it('makes a plugin module a project with its targets', async () => {
    workspace.write({ 'plugins/arena/go.mod': goMod('example.com/arena'), 'plugins/arena/main.go': MAIN_GO });
    expect(await infer(['plugins/arena/go.mod'])).toMatchSnapshot();
  });

  it('names the folder of the main package as the source root', async () => {
    workspace.write({
      'plugins/arena/go.mod': goMod('example.com/arena'),
      'plugins/arena/cmd/server/main.go': MAIN_GO,
    });
    const { 'plugins/arena': arena } = await infer(['plugins/arena/go.mod']);
    expect(arena?.sourceRoot).toBe('plugins/arena/cmd/server');
  });

  it('leaves other modules alone, and those of foreign folders', async () => {
    workspace.write({
      'libs/score/go.mod': 'module example.com/score\n\ngo 1.26.5\n',
      'libs/score/score.go': 'package score\n',
      'tools/gen/go.mod': goMod('example.com/gen'),
      'tools/gen/main.go': 'package main\n\nfunc main() {}\n',
      'node_modules/x/go.mod': goMod('example.com/x'),
      'node_modules/x/main.go': MAIN_GO,
      'plugins/a/testdata/y/go.mod': goMod('example.com/y'),
      'plugins/a/testdata/y/main.go': MAIN_GO,
      'plugins/a/vendor/z/go.mod': goMod('example.com/z'),
      'plugins/a/vendor/z/main.go': MAIN_GO,
    });
    expect(
      await infer([
        'libs/score/go.mod',
        'tools/gen/go.mod',
        'node_modules/x/go.mod',
        'plugins/a/testdata/y/go.mod',
        'plugins/a/vendor/z/go.mod',
        'missing/go.mod',
      ]),
    ).toEqual({});
  });

  it('makes a module with packages for plugins a library project', async () => {
    workspace.write({ 'libs/rpc/go.mod': goMod('example.com/rpc'), 'libs/rpc/rpc.go': LIBRARY_GO });
    expect(await infer(['libs/rpc/go.mod'])).toMatchSnapshot();
  });

  it("makes what a plugin's replace names a library project, as long as Nx sees its go.mod", async () => {
    workspace.write({
      'plugins/arena/go.mod': `${goMod('example.com/arena')}
replace example.com/score => ../../libs/score

replace example.com/hidden => ../../libs/hidden
`,
      'plugins/arena/main.go': MAIN_GO,
      'libs/score/go.mod': 'module example.com/score\n',
      'libs/score/score.go': 'package score\n',
      'libs/hidden/go.mod': 'module example.com/hidden\n',
      'libs/other/go.mod': 'module example.com/other\n',
    });
    const projects = await infer(['libs/other/go.mod', 'libs/score/go.mod', 'plugins/arena/go.mod']);
    expect(Object.keys(projects)).toEqual(['libs/score', 'plugins/arena']);
    expect(projects['libs/score']).toMatchObject({
      name: 'score',
      projectType: 'library',
      tags: ['nakama:library'],
    });
    expect(Object.keys(projects['libs/score']?.targets ?? {})).toEqual([
      'verify-pins',
      'pin',
      'test',
      'lint',
      'tidy',
    ]);
  });

  it('tells libraries and plugins of one folder name apart', async () => {
    workspace.write({
      'libs/arena/go.mod': goMod('example.com/libs/arena'),
      'libs/arena/rpc.go': LIBRARY_GO,
      'plugins/arena/go.mod': goMod('example.com/plugins/arena'),
      'plugins/arena/main.go': MAIN_GO,
    });
    const projects = await infer(['libs/arena/go.mod', 'plugins/arena/go.mod']);
    expect(Object.values(projects).map(({ name }) => name)).toEqual(['libs-arena', 'plugins-arena']);
  });

  it('keeps a plugin whose go.mod is broken, for verify-pins to report', async () => {
    workspace.write({
      'plugins/arena/go.mod': `${goMod('example.com/arena')}\nrequire (\n`,
      'plugins/arena/main.go': MAIN_GO,
    });
    expect(Object.keys(await infer(['plugins/arena/go.mod']))).toEqual(['plugins/arena']);
  });

  it('tells folders of one name apart', async () => {
    workspace.write({
      'eu/arena/go.mod': goMod('example.com/eu/arena'),
      'eu/arena/main.go': MAIN_GO,
      'us/Arena/go.mod': goMod('example.com/us/arena'),
      'us/Arena/main.go': MAIN_GO,
      'us/shop/go.mod': goMod('example.com/us/shop'),
      'us/shop/main.go': MAIN_GO,
    });
    const projects = await infer(['us/shop/go.mod', 'us/Arena/go.mod', 'eu/arena/go.mod']);
    expect(Object.entries(projects).map(([root, { name }]) => [root, name])).toEqual([
      ['eu/arena', 'eu-arena'],
      ['us/Arena', 'us-arena'],
      ['us/shop', 'shop'],
    ]);
  });

  it('names a plugin at the root by its module path, not by a folder that differs between computers', async () => {
    workspace.write({ 'go.mod': goMod('example.com/game/v2'), 'main.go': MAIN_GO });
    const projects = await infer(['go.mod']);
    expect(projects['.']?.name).toBe('game');
    expect(projects['.']?.sourceRoot).toBe('.');
  });

  it('puts the folders of a taken module path into the options and their nakama.json into the inputs', async () => {
    workspace.write({
      'a/arena/go.mod': goMod('example.com/arena'),
      'a/arena/main.go': MAIN_GO,
      'b/shop/go.mod': goMod('example.com/arena'),
      'b/shop/main.go': MAIN_GO,
    });
    const projects = await infer(['a/arena/go.mod', 'b/shop/go.mod']);
    const target = projects['a/arena']?.targets?.['verify-pins'];
    expect(target?.options).toEqual({ samePath: ['b/shop'] });
    expect(target?.inputs).toEqual(
      expect.arrayContaining(['{workspaceRoot}/b/nakama.json', '{workspaceRoot}/b/shop/nakama.json']),
    );
    expect(projects['b/shop']?.targets?.['verify-pins']?.options).toEqual({ samePath: ['a/arena'] });
  });

  it('counts a taken module path only among plugins that one server opens, however their release is written', async () => {
    const { version } = openCatalog().get('3.40');
    const releases = { a: version, b: `v${version}`, c: '3.40', d: '3.39.0' };
    for (const [name, release] of Object.entries(releases)) {
      workspace.write({
        [`plugins/${name}/go.mod`]: goMod('example.com/arena'),
        [`plugins/${name}/main.go`]: MAIN_GO,
        [`plugins/${name}/nakama.json`]: JSON.stringify({ release }),
      });
    }
    const projects = await infer(Object.keys(releases).map((name) => `plugins/${name}/go.mod`));
    const optionsOf = (name: string): unknown =>
      projects[`plugins/${name}`]?.targets?.['verify-pins']?.options;
    expect(optionsOf('a')).toEqual({ samePath: ['plugins/b', 'plugins/c'] });
    expect(optionsOf('c')).toEqual({ samePath: ['plugins/a', 'plugins/b'] });
    expect(optionsOf('d')).toEqual({});
    expect(projects['plugins/d']?.metadata).toMatchObject({
      description: 'Nakama plugin example.com/arena, for release 3.39.0',
      nakama: { kind: 'plugin', release: '3.39.0' },
    });
    const tagsOf = (name: string): unknown => projects[`plugins/${name}`]?.tags;
    for (const name of ['a', 'b', 'c'])
      expect(tagsOf(name)).toEqual(['nakama:plugin', `nakama:server:${version}`]);
  });

  it('puts the plugins that ask for another version of a module into the options, and their files into the inputs', async () => {
    const uuid = (version: string): string => `\nrequire github.com/google/uuid ${version}\n`;
    workspace.write({
      'libs/ids/go.mod': 'module example.com/ids\n\ngo 1.26.5\n',
      'libs/ids/ids.go': 'package ids\n',
      'plugins/arena/go.mod': goMod('example.com/arena') + uuid('v1.6.0'),
      'plugins/arena/main.go': MAIN_GO,
      'plugins/eu/go.mod': goMod('example.com/eu') + uuid('v1.4.0'),
      'plugins/eu/main.go': MAIN_GO,
      'plugins/eu/nakama.json': '{ "server": "eu" }',
      'plugins/lobby/go.mod': `${goMod('example.com/lobby')}${uuid('v1.5.0')}
require example.com/ids v0.0.0

replace example.com/ids => ../../libs/ids
`,
      'plugins/lobby/main.go': MAIN_GO,
      'plugins/plain/go.mod': goMod('example.com/plain'),
      'plugins/plain/main.go': MAIN_GO,
    });
    const names = ['arena', 'eu', 'lobby', 'plain'];
    const projects = await infer(['libs/ids/go.mod', ...names.map((name) => `plugins/${name}/go.mod`)]);
    const targetOf = (name: string) => projects[`plugins/${name}`]?.targets?.['verify-pins'];
    expect(targetOf('arena')?.options).toEqual({ rivals: ['plugins/lobby'] });
    expect(targetOf('lobby')?.options).toEqual({ rivals: ['plugins/arena'] });
    expect(targetOf('eu')?.options).toEqual({});
    expect(targetOf('plain')?.options).toEqual({});
    expect(targetOf('arena')?.inputs).toEqual(
      expect.arrayContaining([
        '{workspaceRoot}/plugins/lobby/nakama.json',
        '{workspaceRoot}/plugins/lobby/**/*',
        '{workspaceRoot}/libs/ids/**/*',
      ]),
    );
    expect(targetOf('plain')?.inputs?.join()).not.toContain('plugins/lobby');
    const buildOf = (name: string) => projects[`plugins/${name}`]?.targets?.['build'];
    expect(buildOf('arena')?.options).toMatchObject({ rivals: ['plugins/lobby'] });
    expect(buildOf('plain')?.options).toEqual({ outputDir: 'dist/plugins/plain' });
    expect(buildOf('arena')?.inputs).toContain('{workspaceRoot}/plugins/lobby/**/*');
    expect(buildOf('plain')?.inputs?.join()).not.toContain('plugins/lobby');
  });

  it('makes the plugins that a plugin opens inputs of what is built and loaded', async () => {
    const opens = '{ "opens": ["../../lib/hiro.bin", "own.bin", "../../../beside.bin"] }';
    workspace.write({
      'plugins/arena/go.mod': goMod('example.com/arena'),
      'plugins/arena/main.go': MAIN_GO,
      'plugins/arena/nakama.json': opens,
      'plugins/lobby/go.mod': goMod('example.com/lobby'),
      'plugins/lobby/main.go': MAIN_GO,
    });
    const projects = await infer(['plugins/arena/go.mod', 'plugins/lobby/go.mod']);
    const having = (name: string): string[] =>
      Object.entries(projects[`plugins/${name}`]?.targets ?? {}).flatMap(([target, { inputs = [] }]) =>
        inputs.includes('{workspaceRoot}/lib/hiro.bin') ? [target] : [],
      );
    expect(having('arena')).toEqual(['build', 'verify-load', 'verify-load-together', 'verify-start']);
    expect(having('lobby')).toEqual(['verify-load-together']);
    expect(projects['plugins/arena']?.targets?.['build']?.inputs?.join()).not.toContain('beside');
  });

  it('takes the server from images where no nakama.json names a release', async () => {
    workspace.write({
      'nakama.json': '{}',
      'plugins/compose.yaml': 'services:\n  nakama:\n    image: heroiclabs/nakama:3.39.0\n',
      'plugins/arena/go.mod': goMod('example.com/arena'),
      'plugins/arena/main.go': MAIN_GO,
    });
    const { 'plugins/arena': arena } = await infer(['plugins/arena/go.mod']);
    expect(arena?.tags).toEqual(['nakama:plugin', 'nakama:server:3.39.0']);
  });

  it('counts go.work with what it uses, and replaced local modules, as inputs', async () => {
    workspace.write({
      'go.work': 'go 1.26.5\n\nuse (\n\t./plugins/arena\n\t./libs/score\n\t../outside\n)\n',
      'plugins/arena/go.mod': `${goMod('example.com/arena')}
require example.com/score v0.0.0

replace example.com/score => ../../libs/score

replace example.com/far => ../../../far
`,
      'plugins/arena/main.go': MAIN_GO,
      'libs/score/go.mod': 'module example.com/score\n\ngo 1.26.5\n',
    });
    const { 'plugins/arena': arena } = await infer(['plugins/arena/go.mod']);
    const inputs = arena ? expandedInputs(arena, 'verify-pins') : [];
    expect(inputs).toEqual(
      expect.arrayContaining([
        '{workspaceRoot}/go.work',
        '{workspaceRoot}/libs/score/**/*',
        '!{workspaceRoot}/libs/score/**/*_test.go',
      ]),
    );
    expect(inputs.filter((input) => String(input).includes('..'))).toEqual([]);
    expect(new Set(inputs).size).toBe(inputs.length);
  });

  it('gives plugins of one folder equal workspace inputs, which Nx then hashes once', async () => {
    workspace.write({
      'plugins/arena/go.mod': goMod('example.com/arena'),
      'plugins/arena/main.go': MAIN_GO,
      'plugins/shop/go.mod': goMod('example.com/shop'),
      'plugins/shop/main.go': MAIN_GO,
    });
    const projects = await infer(['plugins/arena/go.mod', 'plugins/shop/go.mod']);
    const inputsOf = (root: string) => expandedInputs(projects[root] ?? {}, 'verify-pins');
    expect(inputsOf('plugins/arena')).toEqual(inputsOf('plugins/shop'));
  });

  const ALL_TARGETS = [
    'verify-pins',
    'pin',
    'build',
    'verify-load',
    'verify-load-together',
    'verify-start',
    'serve',
    'test',
    'lint',
    'tidy',
  ];

  it('takes the names of the targets from its options', async () => {
    workspace.write({ 'plugins/arena/go.mod': goMod('example.com/arena'), 'plugins/arena/main.go': MAIN_GO });
    const { 'plugins/arena': arena } = await infer(['plugins/arena/go.mod'], {
      verifyPins: { targetName: 'pins' },
      pin: { targetName: 'repin' },
      build: { targetName: 'make' },
      test: undefined,
      lint: {},
      tidy: { targetName: undefined },
    });
    expect(Object.keys(arena?.targets ?? {})).toEqual(['pins', 'repin', 'make', ...ALL_TARGETS.slice(3)]);
    expect(arena?.targets?.['verify-load']?.dependsOn).toEqual(['make']);
    expect(arena?.targets?.['verify-load-together']?.dependsOn).toEqual([
      { target: 'make', projects: ['tag:nakama:server:3.40.0'] },
    ]);
    expect(arena?.targets?.['repin']?.metadata?.help?.command).toBe('nx run arena:repin --help');
  });

  it('speaks of a project by the name that project.json gives it', async () => {
    workspace.write({
      'plugins/arena/go.mod': goMod('example.com/arena'),
      'plugins/arena/main.go': MAIN_GO,
      'plugins/arena/project.json': '{ "name": "fights" }\n',
    });
    const { 'plugins/arena': arena } = await infer(['plugins/arena/go.mod', 'plugins/arena/project.json']);
    expect(arena?.name).toBe('fights');
    expect(arena?.targets?.['pin']?.metadata?.help?.command).toBe('nx run fights:pin --help');
  });

  it.each<[NakamaPluginOptions, string[]]>([
    [{ lint: false }, ['lint']],
    [{ verifyPins: false, pin: false, test: false, tidy: false }, ['verify-pins', 'pin', 'test', 'tidy']],
    [{ verifyLoad: false }, ['verify-load']],
    [{ verifyLoadTogether: false }, ['verify-load-together']],
    [{ verifyStart: false }, ['verify-start']],
    [{ serve: false }, ['serve']],
    [{ build: false }, ['build', 'verify-load', 'verify-load-together', 'verify-start', 'serve']],
    // A name is free again where its target is left out.
    [{ lint: false, tidy: { targetName: 'lint' } }, ['tidy']],
  ])('leaves out the targets that are false: %j', async (options, missing) => {
    workspace.write({ 'plugins/arena/go.mod': goMod('example.com/arena'), 'plugins/arena/main.go': MAIN_GO });
    const { 'plugins/arena': arena } = await infer(['plugins/arena/go.mod'], options);
    const names = Object.keys(arena?.targets ?? {}).sort();
    expect(names).toEqual(ALL_TARGETS.filter((name) => !missing.includes(name)).sort());
  });

  it('adds inputs to those that a target has', async () => {
    workspace.write({ 'plugins/arena/go.mod': goMod('example.com/arena'), 'plugins/arena/main.go': MAIN_GO });
    const more = [
      '{workspaceRoot}/fixtures/**/*',
      'sharedGlobals',
      { env: 'DATABASE_URL' },
      { externalDependencies: ['nx'] },
    ];
    const [{ 'plugins/arena': plain }, { 'plugins/arena': arena }] = [
      await infer(['plugins/arena/go.mod']),
      await infer(['plugins/arena/go.mod'], { test: { inputs: more } }),
    ];
    const inputsOf = (project: typeof arena) => project?.targets?.['test']?.inputs ?? [];
    expect(inputsOf(arena)).toEqual([...inputsOf(plain), ...more]);
  });

  const INPUTS =
    'write "inputs": ["{workspaceRoot}/fixtures/**/*", "sharedGlobals", { "env": "DATABASE_URL" }]';
  const EXAMPLE = 'write a name such as "build": { "targetName": "build" }';

  it.each<[unknown, string]>([
    [{ verifyPin: {} }, 'the plugin nx-nakama has no option "verifyPin"\n  fix: write "verifyPins"'],
    [
      { constructor: {} },
      'the plugin nx-nakama has no option "constructor"\n  fix: use one of verifyPins, pin, build, verifyLoad, ' +
        'verifyLoadTogether, verifyStart, serve, test, lint, tidy, serverBinary',
    ],
    [
      { build: 'compile' },
      'the option "build" of the plugin nx-nakama must be an object or false, found "compile"\n' +
        '  fix: write "build": { "targetName": "build" }, or "build": false to leave the target out',
    ],
    [
      { lint: true },
      'the option "lint" of the plugin nx-nakama must be an object or false, found true\n' +
        '  fix: write "lint": { "targetName": "lint" }, or "lint": false to leave the target out',
    ],
    [
      { build: { targetNames: 'x' } },
      'the option "build" of the plugin nx-nakama has no key "targetNames"\n  fix: write "targetName"',
    ],
    ...[7, '', 'a b', 'a:b', null].map((targetName): [unknown, string] => [
      { build: { targetName } },
      '"targetName" of the option "build" of the plugin nx-nakama must be a string without spaces and colons, ' +
        `found ${JSON.stringify(targetName)}\n  fix: ${EXAMPLE}`,
    ]),
    [
      { verifyPins: { targetName: 'pin' } },
      'the options "verifyPins" and "pin" of the plugin nx-nakama give two targets the name "pin"\n' +
        '  fix: give one of them another "targetName", or write "pin": false',
    ],
    [
      { buildTargetName: 'compile' },
      'the option "buildTargetName" of the plugin nx-nakama has a new form\n' +
        '  fix: write "build": { "targetName": "compile" }, or run "nx migrate nx-nakama" and ' +
        '"nx migrate --run-migrations", which rewrite it',
    ],
    ...['../nakama', '/bin/nakama', 'bin/nakama; rm x', '-x', '--format', 7].map(
      (serverBinary): [unknown, string] => [
        { serverBinary },
        'the option "serverBinary" of the plugin nx-nakama must be a path within the workspace ' +
          `(letters, digits and . _ - + @ /, no - at its beginning), found ${JSON.stringify(serverBinary)}\n` +
          '  fix: write a path from the workspace root, such as "serverBinary": "bin/nakama"',
      ],
    ),
    [
      { test: { inputs: ['fixtures/**/*'] } },
      `"inputs" of the option "test" of the plugin nx-nakama, entry 1, "fixtures/**/*": files begin with {workspaceRoot}/ or {projectRoot}/, else it is the name of an input\n  fix: ${INPUTS}`,
    ],
    [
      { test: { inputs: ['sharedGlobals', '!{projectRoot}/**/*'] } },
      `"inputs" of the option "test" of the plugin nx-nakama, entry 2, "!{projectRoot}/**/*": a pattern with ! would take files away that the result rests on\n  fix: ${INPUTS}`,
    ],
    [
      { test: { inputs: [{ runtime: 'date' }] } },
      `"inputs" of the option "test" of the plugin nx-nakama, entry 1, {"runtime":"date"}: expected { "env": "NAME" } or { "externalDependencies": ["package"] }\n  fix: ${INPUTS}`,
    ],
    [
      { pin: { inputs: ['sharedGlobals'] } },
      '"inputs" of the option "pin" of the plugin nx-nakama has no use: the target is not cached\n  fix: take "inputs" out',
    ],
    [
      'build',
      '"options" of the plugin nx-nakama must be an object, found "build"\n  fix: write "options": {}',
    ],
  ])('refuses the options %j', async (options, message) => {
    await expect(infer([], options as NakamaPluginOptions)).rejects.toThrow(
      expect.objectContaining({ message: `nx.json: ${message}` }) as Error,
    );
  });

  it('names all that is wrong with the options at once', async () => {
    const options = { pins: {}, lint: 'off' } as NakamaPluginOptions;
    await expect(infer([], options)).rejects.toThrow(/no option "pins"[^]*\nnx\.json: the option "lint"/);
  });

  it('opens those plugins in one server that have one release and one name of a server', async () => {
    const plugins = ['arena', 'shop', 'eu', 'old'];
    workspace.write({
      ...Object.fromEntries(
        plugins.flatMap((name) => [
          [`plugins/${name}/go.mod`, goMod(`example.com/${name}`)],
          [`plugins/${name}/main.go`, MAIN_GO],
        ]),
      ),
      'plugins/eu/nakama.json': '{ "server": "eu" }',
      'plugins/old/nakama.json': '{ "release": "3.39.0" }',
    });
    const projects = await infer(plugins.map((name) => `plugins/${name}/go.mod`));
    const serverOf = (name: string) => {
      const { tags, targets } = projects[`plugins/${name}`] ?? {};
      const { dependsOn, options } = targets?.['verify-load-together'] ?? {};
      const tag = String(tags?.find((word) => word.startsWith('nakama:server:')));
      expect({ dependsOn, options }).toEqual({
        dependsOn: [{ target: 'build', projects: [`tag:${tag}`] }],
        options: { together: true },
      });
      return tag;
    };
    expect(plugins.map(serverOf)).toEqual([
      'nakama:server:3.40.0',
      'nakama:server:3.40.0',
      'nakama:server:3.40.0:eu',
      'nakama:server:3.39.0',
    ]);
  });

  it('counts the built plugin and the server as the inputs of what the server says, not the sources', async () => {
    workspace.write({ 'plugins/arena/go.mod': goMod('example.com/arena'), 'plugins/arena/main.go': MAIN_GO });
    const { 'plugins/arena': arena } = await infer(['plugins/arena/go.mod'], { serverBinary: 'bin/nakama' });
    expect(arena?.targets?.['verify-load']).toMatchObject({
      options: { binary: 'bin/nakama' },
      inputs: [
        '{projectRoot}/nakama.json',
        'nakamaRelease',
        { dependentTasksOutputFiles: '**/*.so' },
        '{workspaceRoot}/bin/nakama',
        { runtime: 'npx --no-install nakama-pins inspect bin/nakama --format json' },
      ],
    });
  });

  it('makes a server project of a nakama.json that says what a server has', async () => {
    const plugin = (dir: string): Record<string, string> => ({
      [`${dir}/go.mod`]: goMod(`example.com/${dir}`),
      [`${dir}/main.go`]: MAIN_GO,
    });
    workspace.write({
      ...plugin('plugins/arena'),
      ...plugin('plugins/game'),
      'plugins/arena/nakama.json': '{ "opens": ["hiro.bin"] }',
      'servers/game/nakama.json': '{ "server": { "files": ["modules"], "config": ["local.yml"] } }',
      'servers/eu/nakama.json': '{ "server": { "plugins": ["arena", "missing"], "envFile": ".env" } }',
      'broken/nakama.json': '{ "server": { ',
    });
    const dirs = ['plugins/arena', 'servers/game', 'servers/eu', 'broken'];
    const files = [
      ...['plugins/arena', 'plugins/game'].map((dir) => `${dir}/go.mod`),
      ...dirs.map((dir) => `${dir}/nakama.json`),
    ];
    const { 'servers/game': game, 'servers/eu': eu, ...others } = await infer(files);
    // What is wrong with a file is said when its server is started.
    expect(Object.keys(others)).toEqual(['plugins/arena', 'plugins/game', 'broken']);
    expect(game).toMatchSnapshot();
    // Nx hashes no file that git ignores.
    expect([eu?.name, eu?.metadata?.['nakama'], eu?.targets?.['verify-start']?.cache]).toEqual([
      'eu',
      { kind: 'server', plugins: ['plugins/arena'] },
      false,
    ]);
  });

  it('starts all of a server by the targets of a plugin whose folder is one', async () => {
    workspace.write({
      'nakama.json': '{ "release": "3.40.0", "server": { "config": ["local.yml"] } }',
      'go.mod': goMod('example.com/arena'),
      'main.go': MAIN_GO,
    });
    const { '.': project } = await infer(['go.mod', 'nakama.json']);
    expect(project?.name).toBe('arena');
    expect(project?.targets?.['build']?.executor).toBe('nx-nakama:build');
    expect(project?.targets?.['verify-start']).toMatchObject({
      dependsOn: ['build', '^build'],
      inputs: expect.arrayContaining(['{workspaceRoot}/local.yml']) as unknown,
    });
  });

  it('is switched off by NX_NAKAMA_DISABLE', async () => {
    workspace.write({ 'plugins/arena/go.mod': goMod('example.com/arena'), 'plugins/arena/main.go': MAIN_GO });
    process.env.NX_NAKAMA_DISABLE = 'true';
    try {
      expect(await infer(['plugins/arena/go.mod'])).toEqual({});
    } finally {
      delete process.env.NX_NAKAMA_DISABLE;
    }
  });
});
