import { execFileSync } from 'node:child_process';
import {
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join, posix, relative } from 'node:path';
import type { CreateDependenciesContext, FileData } from '@nx/devkit';
import * as plugin from '../index';
import { goMod, MAIN_GO, type TempWorkspace, tempWorkspace } from '../testing/temp-workspace';

/** Of a library: a package that imports others. */
function library(...imports: string[]): string {
  return `package lib\n\nimport (\n\t_ "github.com/heroiclabs/nakama-common/runtime"\n${lines(imports)})\n`;
}

function lines(imports: string[]): string {
  return imports.map((path) => `\t_ "${path}"\n`).join('');
}

function main(...imports: string[]): string {
  return MAIN_GO.replace('import (\n', `import (\n${lines(imports)}`);
}

function replaced(module: string, folders: Record<string, string>): string {
  const requires = Object.keys(folders).map((path) => `require ${path} v0.0.0\n`);
  const replaces = Object.entries(folders).map(([path, folder]) => `replace ${path} => ${folder}\n`);
  return `${goMod(module)}\n${requires.join('')}\n${replaces.join('')}`;
}

/** The nearest of these folders at or above a path. */
function ownerOf(path: string, folders: readonly string[]): string | undefined {
  const above = folders.filter((folder) => path === folder || path.startsWith(`${folder}/`));
  return above.sort((a, b) => b.length - a.length)[0];
}

describe('createDependencies', () => {
  let workspace: TempWorkspace;
  let warn: jest.SpyInstance;
  beforeEach(() => {
    workspace = tempWorkspace({ 'nakama.json': '{ "release": "3.40.0" }' });
    warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  });
  afterEach(() => {
    workspace.remove();
    warn.mockRestore();
  });

  function filesIn(folder = '.'): string[] {
    const entries = readdirSync(join(workspace.root, folder), { withFileTypes: true });
    return entries.flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      if (entry.name === '.nx') return [];
      return entry.isDirectory() ? filesIn(path) : [path];
    });
  }

  /** The projects that are inferred: name -> folder. */
  async function names(files = filesIn()): Promise<Record<string, string>> {
    const [, create] = plugin.createNodes;
    const configs = files.filter((file) =>
      /(^|\/)(go\.mod|project\.json|package\.json|nakama\.json)$/.test(file),
    );
    const context = { workspaceRoot: workspace.root, nxJsonConfiguration: {} };
    const nodes = await create(configs, undefined, context);
    return Object.fromEntries(
      nodes.flatMap(([, { projects = {} }]) =>
        Object.entries(projects).map(([root, { name = '' }]) => [name, root] as const),
      ),
    );
  }

  /** As Nx asks: the projects first, then their dependencies. `more` are projects of other plugins: name -> folder. */
  async function graph(more: Record<string, string> = {}): Promise<string[]> {
    const files = filesIn();
    const found = { ...(await names(files)), ...more };
    const projects = Object.fromEntries(
      Object.entries(found).map(([name, root]) => [name, { root, name, targets: {} }]),
    );
    const all = files.map((file): FileData => ({ file, hash: file }));
    const fileMap = { projectFileMap: {}, nonProjectFiles: all };
    const context: CreateDependenciesContext = {
      workspaceRoot: workspace.root,
      projects,
      externalNodes: {},
      nxJsonConfiguration: {},
      fileMap,
      filesToProcess: fileMap,
    };
    const edges = await plugin.createDependencies(undefined, context);
    return edges.map(({ source, target }) => `${source} -> ${target}`);
  }

  /** What Go says: the folders of the workspace that each module's packages and tests are made from. */
  function byGo(roots: Record<string, string>, sources = Object.keys(roots)): string[] {
    const root = realpathSync(workspace.root);
    return Object.entries(roots)
      .filter(([name]) => sources.includes(name))
      .flatMap(([source, dir]) => {
        const args = ['list', '-deps', '-test', '-e', '-f', '{{.Dir}}', './...'];
        const env = {
          ...process.env,
          GOFLAGS: '-mod=mod',
          GOPROXY: 'off',
          GOTOOLCHAIN: 'local',
          GONOSUMDB: '*',
        };
        const printed = execFileSync('go', args, { cwd: join(root, dir), encoding: 'utf8', env });
        const inside = printed.split('\n').map((folder) => relative(root, folder));
        const owned = new Set(inside.map((path) => ownerOf(path, Object.values(roots))));
        const targets = Object.entries(roots).filter(([name, dir]) => name !== source && owned.has(dir));
        return targets.map(([target]) => `${source} -> ${target}`);
      })
      .sort();
  }

  it('says what go list -deps says', async () => {
    workspace.write({
      // In place of the published module, so that Go needs no network.
      'runtime/go.mod': 'module github.com/heroiclabs/nakama-common\n\ngo 1.26\n',
      'runtime/runtime/runtime.go': 'package runtime\n',
    });
    const common = { 'github.com/heroiclabs/nakama-common': '../../runtime' };
    const replaces = (module: string, folders: Record<string, string> = {}): string =>
      `module ${module}\n\ngo 1.26\n\n` +
      Object.entries({ ...common, ...folders })
        .map(
          ([path, folder]) =>
            `require ${path} ${/v2$/.test(path) ? 'v2.0.0' : 'v0.0.0'}\nreplace ${path} => ${folder}\n`,
        )
        .join('');
    const start = 'package main\n\nimport (\n\t_ "github.com/heroiclabs/nakama-common/runtime"\n';
    workspace.write({
      // Through score, also to a module that score itself does not replace.
      'plugins/arena/go.mod': replaces('example.com/arena', {
        'example.com/score': '../../libs/score',
        'example.com/deep': '../../libs/deep',
        'example.com/unused': '../../libs/unused',
      }),
      'plugins/arena/main.go': `${start}\t_ "example.com/score/table"\n)\n\nfunc InitModule() {}\n`,
      // A longer name with the same beginning; a nearer module below another.
      'plugins/duel/go.mod': replaces('example.com/duel', {
        'example.com/score': '../../libs/score',
        'example.com/scoreboard': '../../libs/scoreboard',
        'example.com/score/v2': '../../libs/score2',
      }),
      'plugins/duel/main.go': `${start}\t_ "example.com/scoreboard"\n\t_ "example.com/score/v2"\n)\n\nfunc InitModule() {}\n`,
      'plugins/duel/main_test.go': 'package main\n\nimport _ "example.com/score/table"\n',
      // In a comment and a string: no import.
      'plugins/solo/go.mod': replaces('example.com/solo', { 'example.com/score': '../../libs/score' }),
      'plugins/solo/main.go': `${start})\n\n// import "example.com/score/table"\nconst x = \`\nimport "example.com/score"\n\`\n\nfunc InitModule() {}\n`,
      'libs/score/go.mod': replaces('example.com/score'),
      'libs/score/table/table.go': 'package table\n\nimport _ "example.com/deep"\n',
      'libs/score/other/other.go': 'package other\n',
      'libs/score/table/table_test.go': 'package table\n\nimport _ "example.com/unused"\n',
      'libs/score2/go.mod': replaces('example.com/score/v2'),
      'libs/score2/score.go': 'package score\n',
      'libs/scoreboard/go.mod': replaces('example.com/scoreboard'),
      'libs/scoreboard/board.go': 'package scoreboard\n',
      'libs/deep/go.mod': replaces('example.com/deep'),
      'libs/deep/deep.go': 'package deep\n',
      'libs/unused/go.mod': replaces('example.com/unused'),
      'libs/unused/unused.go': 'package unused\n',
    });
    const roots = {
      arena: 'plugins/arena',
      duel: 'plugins/duel',
      solo: 'plugins/solo',
      score: 'libs/score',
      score2: 'libs/score2',
      scoreboard: 'libs/scoreboard',
      deep: 'libs/deep',
      unused: 'libs/unused',
    };
    const ofOurs = (edge: string): boolean => !edge.endsWith('-> runtime');
    const edges = (await graph()).filter(ofOurs);
    expect(edges.sort()).toEqual(byGo(roots));
    expect(edges).toEqual([
      'arena -> deep',
      'arena -> score',
      'duel -> score',
      'duel -> score2',
      'duel -> scoreboard',
    ]);
  });

  const corpus = join(__dirname, '../../../../../shared/corpus');
  const itWithCorpus = existsSync(corpus) ? it : it.skip;

  itWithCorpus(
    'says what go list -deps says of one workspace with all modules of the corpus, whose requires are folders in it',
    async () => {
      const dirs = readdirSync(corpus, { recursive: true, encoding: 'utf8' })
        .filter((file) => /(^|[\\/])go\.mod$/.test(file))
        .map((file) => posix.dirname(file.replaceAll('\\', '/')))
        .sort();
      const stubs = new Map<string, Set<string>>();
      const roots: Record<string, string> = {};
      for (const [at, dir] of dirs.entries()) {
        const imports = readFileSync(join(corpus, dir, 'imports.txt'), 'utf8').split('\n');
        const outside = imports.filter((path) => /^[^/]+\.[^/]+\//.test(path));
        const edit = ['mod', 'edit', '-json', join(corpus, dir, 'go.mod')];
        const { Module, Require } = JSON.parse(execFileSync('go', edit, { encoding: 'utf8' })) as {
          Module: { Path: string };
          Require?: { Path: string; Version: string }[];
        };
        const required = (Require ?? []).filter(({ Path }) => Path !== Module.Path);
        for (const { Path } of required) stubs.set(Path, stubs.get(Path) ?? new Set());
        for (const path of outside) {
          const of = required.map(({ Path }) => Path).filter((p) => path === p || path.startsWith(`${p}/`));
          stubs.get(of.sort((a, b) => b.length - a.length)[0] ?? '')?.add(path);
        }
        const own = `modules/m${at}`;
        const half = outside.length >> 1;
        roots[`m${at}`] = own;
        workspace.write({
          [`${own}/go.mod`]: `module ${Module.Path}\n\ngo 1.26\n\n${required
            .map((r) => `require ${r.Path} ${r.Version}\nreplace ${r.Path} => ../../stubs/${r.Path}\n`)
            .join('')}`,
          [`${own}/main.go`]: main(...outside.slice(0, half), `${Module.Path}/sub`),
          [`${own}/sub/sub.go`]: `package sub\n\nimport (\n${lines(outside.slice(half))})\n`,
        });
      }
      // One stub imports the next: a module reaches some only through others, and some by none of its requires.
      const paths = [...stubs].flatMap(([, packages]) => [...packages]).sort();
      for (const [module, packages] of stubs) {
        workspace.write({ [`stubs/${module}/go.mod`]: `module ${module}\n\ngo 1.26\n` });
        for (const path of packages) {
          const next = paths[paths.indexOf(path) + 1];
          const text = `package stub\n${next === undefined || module === next ? '' : `\nimport _ "${next}"\n`}`;
          workspace.write({ [`stubs/${path}/stub.go`]: text });
        }
      }
      const projects = await names();
      const known = Object.fromEntries(
        Object.entries(projects).filter(([, dir]) => dir.startsWith('stubs/')),
      );
      const edges = (await graph()).filter((edge) => /^m\d+ -> /.test(edge)).sort();
      expect(edges).toEqual(byGo({ ...roots, ...known }, Object.keys(roots)));
      expect(edges.length).toBeGreaterThan(dirs.length);
    },
    10 * 60 * 1000,
  );

  it('follows go.work, and what it replaces', async () => {
    workspace.write({
      'go.work':
        'go 1.26\n\nuse (\n\t./plugins/arena\n\t./libs/score\n)\n\nreplace example.com/deep => ./libs/deep\n',
      'plugins/arena/go.mod': goMod('example.com/arena'),
      'plugins/arena/main.go': main('example.com/score', 'example.com/deep'),
      'plugins/out/go.mod': goMod('example.com/out'),
      'plugins/out/main.go': main('example.com/score'),
      'libs/score/go.mod': goMod('example.com/score'),
      'libs/score/score.go': library(),
      'libs/deep/go.mod': goMod('example.com/deep'),
      'libs/deep/deep.go': library(),
    });
    expect(await graph()).toEqual(['arena -> deep', 'arena -> score']);
  });

  it('counts every build constraint, on whatever system; but not what is never built', async () => {
    workspace.write({
      'plugins/arena/go.mod': replaced('example.com/arena', {
        'example.com/win': '../../libs/win',
        'example.com/tag': '../../libs/tag',
        'example.com/gen': '../../libs/gen',
      }),
      'plugins/arena/main.go': MAIN_GO,
      'plugins/arena/main_windows.go': 'package main\n\nimport _ "example.com/win"\n',
      'plugins/arena/tag.go': '//go:build special\n\npackage main\n\nimport _ "example.com/tag"\n',
      'plugins/arena/gen.go': '//go:build ignore\n\npackage main\n\nimport _ "example.com/gen"\n',
      ...Object.fromEntries(
        ['win', 'tag', 'gen'].flatMap((name) => [
          [`libs/${name}/go.mod`, goMod(`example.com/${name}`)],
          [`libs/${name}/lib.go`, library()],
        ]),
      ),
    });
    expect(await graph()).toEqual(['arena -> tag', 'arena -> win']);
  });

  it('follows links to libraries', async () => {
    workspace.write({
      'plugins/arena/go.mod': replaced('example.com/arena', { 'example.com/score': '../../libs/link' }),
      'plugins/arena/main.go': main('example.com/score'),
      'libs/score/go.mod': goMod('example.com/score'),
      'libs/score/score.go': library(),
    });
    symlinkSync('score', join(workspace.root, 'libs/link'));
    expect(await graph()).toEqual(['arena -> score']);
    renameSync(join(workspace.root, 'libs/score'), join(workspace.root, 'score'));
    symlinkSync('../score', join(workspace.root, 'libs/score'));
    expect(await graph()).toEqual(['arena -> score']);
    workspace.write({ 'go.work': 'go 1.26\n\nuse (\n\t./plugins/arena\n\t./libs/score\n)\n' });
    expect(await graph()).toEqual(['arena -> score']);
  });

  it('sees at once that a library is renamed, moved, no longer imported, deleted', async () => {
    workspace.write({
      'plugins/arena/go.mod': replaced('example.com/arena', { 'example.com/score': '../../libs/score' }),
      'plugins/arena/main.go': main('example.com/score'),
      'libs/score/go.mod': goMod('example.com/score'),
      'libs/score/score.go': library(),
    });
    expect(await graph()).toEqual(['arena -> score']);
    workspace.write({
      'plugins/arena/go.mod': replaced('example.com/arena', { 'example.com/points': '../../libs/score' }),
    });
    expect(await graph()).toEqual([]);
    workspace.write({ 'plugins/arena/main.go': main('example.com/points') });
    expect(await graph()).toEqual(['arena -> score']);
    renameSync(join(workspace.root, 'libs/score'), join(workspace.root, 'libs/points'));
    workspace.write({
      'plugins/arena/go.mod': replaced('example.com/arena', { 'example.com/points': '../../libs/points' }),
    });
    expect(await graph()).toEqual(['arena -> points']);
    rmSync(join(workspace.root, 'libs'), { recursive: true });
    expect(await graph()).toEqual([]);
  });

  it('keeps what it has read of files that rest, relative to the workspace, and nothing of what is gone', async () => {
    workspace.write({
      'plugins/arena/go.mod': replaced('example.com/arena', { 'example.com/score': '../../libs/score' }),
      'plugins/arena/main.go': MAIN_GO,
      'plugins/arena/use.go': 'package main\n\nimport _ "example.com/score"\n',
      'libs/score/go.mod': goMod('example.com/score'),
      'libs/score/score.go': library(),
    });
    const kept = (): string => {
      const file = join(workspace.root, '.nx/workspace-data/nx-nakama-sources.json');
      return existsSync(file) ? readFileSync(file, 'utf8') : '';
    };
    expect(await graph()).toEqual(['arena -> score']);
    // Written a moment ago: another write might not show.
    expect(kept()).not.toContain('example.com/score');
    const later = Date.now() + 60_000;
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => later);
    try {
      expect(await graph()).toEqual(['arena -> score']);
      expect(kept()).toContain('"example.com/score"');
      expect(kept()).not.toContain(workspace.root);
      workspace.write({ 'plugins/arena/use.go': 'package main\n' });
      expect(await graph()).toEqual([]);
      rmSync(join(workspace.root, 'plugins/arena/use.go'));
      expect(await graph()).toEqual([]);
      expect(kept()).not.toContain('example.com/score');
    } finally {
      clock.mockRestore();
    }
  });

  it('sees projects of other kinds: in a folder of the module, embedded, and C sources', async () => {
    workspace.write({
      'plugins/arena/go.mod': goMod('example.com/arena'),
      'plugins/arena/main.go': main('example.com/arena/sub')
        .replace(
          'func InitModule',
          '//go:embed web/*.html "data" other/x.json\nvar files embed.FS\n\nfunc InitModule',
        )
        .replace('import (\n', 'import (\n\t"embed"\n'),
      'plugins/arena/native.go':
        'package main\n\n// #cgo CFLAGS: -O2 -I${SRCDIR}/../../native/include\n// #include "clib.h"\n// #include "../../headers/h.h"\nimport "C"\n',
      'plugins/arena/native.c': '#include "../../shared/shared.h"\n',
      'plugins/arena/sub/sub.go': 'package sub\n',
      'headers/h.h': '#include "../headers2/more.h"\n',
      'headers2/more.h': '#include "../headers/h.h"\n',
    });
    const others = {
      sub: 'plugins/arena/sub',
      web: 'plugins/arena/web',
      data: 'plugins/arena/data/deep',
      json: 'plugins/arena/other/y',
      native: 'native',
      shared: 'shared',
      headers: 'headers',
      headers2: 'headers2',
      far: 'far',
    };
    expect(await graph(others)).toEqual([
      'arena -> data',
      'arena -> headers',
      'arena -> headers2',
      'arena -> native',
      'arena -> shared',
      'arena -> sub',
      'arena -> web',
    ]);
  });

  it('stands on Go files that lie, and says what it skipped', async () => {
    const imports = 'import _ "example.com/score"\r\n';
    workspace.write({
      'plugins/arena/go.mod': replaced('example.com/arena', { 'example.com/score': '../../libs/score' }),
      'plugins/arena/main.go': MAIN_GO,
      'plugins/arena/bom.go': `\uFEFFpackage main\r\n\r\n${imports}`,
      'plugins/arena/broken.go': 'package main\n\nimport (\n\t"fmt\n)\n',
      'plugins/arena/body.go': 'package main\n\nfunc {{{ not go\n',
      'plugins/arena/big.go': `package main\n\n${imports}\nconst x = "${'x'.repeat(50_000_000)}"\n`,
      'libs/score/go.mod': goMod('example.com/score'),
      'libs/score/score.go': library(),
    });
    expect(await graph()).toEqual(['arena -> score']);
    expect(warn).toHaveBeenCalledTimes(1);
    const [[text]] = warn.mock.calls as [[string]];
    expect(text).toContain('plugins/arena/broken.go:4:');
    expect(text).not.toContain('body.go');
  });

  it('has a server depend on its plugins, and on projects that have its files', async () => {
    workspace.write({
      'plugins/arena/go.mod': goMod('example.com/arena'),
      'plugins/arena/main.go': MAIN_GO,
      'plugins/chat/go.mod': goMod('example.com/chat'),
      'plugins/chat/main.go': MAIN_GO,
      'data/items.json': '{}',
      'servers/game/nakama.json': '{ "server": { "files": ["../../data"], "config": ["../../local.yml"] } }',
      'servers/eu/nakama.json': '{ "server": { "plugins": ["chat"] } }',
    });
    expect(await graph({ data: 'data', root: '.' })).toEqual([
      'eu -> chat',
      'game -> arena',
      'game -> chat',
      'game -> data',
    ]);
  });

  it('is off where the plugin is', async () => {
    process.env.NX_NAKAMA_DISABLE = 'true';
    try {
      expect(await graph()).toEqual([]);
    } finally {
      delete process.env.NX_NAKAMA_DISABLE;
    }
  });
});
