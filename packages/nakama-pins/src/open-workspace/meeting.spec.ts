import { realServer } from '../artifact/testing/real-server';
import type { Outcome } from '../findings/outcome';
import { describeWithGo, GO_TIMEOUT_MS } from '../testing/go';
import {
  brief,
  catalogRelease,
  type Files,
  mainGo,
  pinned,
  removeWorkspaces,
  workspace,
} from '../testing/workspace';
import { openWorkspace } from './open-workspace';

afterEach(removeWorkspaces);

const UUID = 'github.com/google/uuid';
const SUMS: Readonly<Record<string, readonly string[]>> = {
  'v1.5.0': [
    'h1:1p67kYwdtXjb0gL0BPiP1Av9wiZPo5A8z2cWkTZ+eyU=',
    'h1:TIyPZe4MgqvfeYDBFedMoGGpEw/LqOeaOT+nhxU+yHo=',
  ],
  'v1.6.0': [
    'h1:NIvaJDMOsjHA8n1jAhLSgzrAzy1Hgr+hNrb57e+94F0=',
    'h1:TIyPZe4MgqvfeYDBFedMoGGpEw/LqOeaOT+nhxU+yHo=',
  ],
};

interface PluginOptions {
  readonly imports?: readonly string[];
  /** More lines of go.mod. */
  readonly lines?: readonly string[];
  readonly sums?: readonly string[];
  readonly files?: Files;
}

/** A plugin `example.com/<name>` in `plugins/<name>`. */
function plugin(
  name: string,
  { imports = [], lines = [], sums = [], files = {} }: PluginOptions = {},
): Files {
  const base = pinned();
  const all: Files = {
    'go.mod': `${String(base['go.mod']).replace('example.com/arena', `example.com/${name}`)}${lines.join('\n')}\n`,
    'go.sum': `${String(base['go.sum'])}${sums.join('\n')}\n`,
    'main.go': mainGo(...imports),
    ...files,
  };
  return Object.fromEntries(Object.entries(all).map(([path, text]) => [`plugins/${name}/${path}`, text]));
}

function withUuid(name: string, version: string, options: PluginOptions = {}): Files {
  const [zip = '', goMod = ''] = SUMS[version] ?? [];
  return plugin(name, {
    imports: [UUID],
    ...options,
    lines: [`require ${UUID} ${version}`, ...(options.lines ?? [])],
    sums: [`${UUID} ${version} ${zip}`, `${UUID} ${version}/go.mod ${goMod}`],
  });
}

/** A plugin that replaces the library of the workspace, which has the packages a and b. */
function withLibrary(name: string, version: string, imported: string): Files {
  return plugin(name, {
    imports: [`example.com/lib/${imported}`],
    lines: [`require example.com/lib ${version}`, 'replace example.com/lib => ../../lib'],
  });
}

const LIBRARY: Files = {
  'lib/go.mod': 'module example.com/lib\n\ngo 1.26\n',
  'lib/a/a.go': 'package a\n\nfunc A() int { return 1 }\n',
  'lib/b/b.go': 'package b\n\nfunc B() int { return 2 }\n',
};

const NAKAMA_JSON: Files = { 'nakama.json': '{ "release": "3.40.0" }' };

const models = { 'models/models.go': 'package models\n\nfunc Name() string { return "arena" }\n' };

/** What two plugins are to each other: the verdict is whether one server opens both. */
const CASES: readonly { readonly name: string; readonly files: Files; readonly meet: 'loads' | 'fails' }[] = [
  {
    name: 'a module that the server lacks, in two versions',
    files: { ...withUuid('arena', 'v1.6.0'), ...withUuid('lobby', 'v1.5.0') },
    meet: 'fails',
  },
  {
    name: 'the same version',
    files: { ...withUuid('arena', 'v1.6.0'), ...withUuid('lobby', 'v1.6.0') },
    meet: 'loads',
  },
  {
    name: 'a version that is required and not linked',
    files: { ...withUuid('arena', 'v1.6.0'), ...withUuid('lobby', 'v1.5.0', { imports: [] }) },
    meet: 'loads',
  },
  {
    name: 'one folder, required in two versions',
    files: { ...LIBRARY, ...withLibrary('arena', 'v0.0.0', 'a'), ...withLibrary('lobby', 'v0.1.0', 'a') },
    meet: 'fails',
  },
  {
    name: 'one folder in one version',
    files: { ...LIBRARY, ...withLibrary('arena', 'v0.1.0', 'a'), ...withLibrary('lobby', 'v0.1.0', 'a') },
    meet: 'loads',
  },
  {
    name: 'two packages of a folder that is required in two versions',
    files: { ...LIBRARY, ...withLibrary('arena', 'v0.0.0', 'a'), ...withLibrary('lobby', 'v0.1.0', 'b') },
    meet: 'loads',
  },
  {
    name: 'a package of the other plugin',
    files: {
      ...plugin('arena', { imports: ['example.com/arena/models'], files: models }),
      ...plugin('lobby', {
        imports: ['example.com/arena/models'],
        lines: ['require example.com/arena v0.0.0', 'replace example.com/arena => ../arena'],
      }),
    },
    meet: 'fails',
  },
];

function conflicts(modules: readonly Outcome[]): string[] {
  return brief(modules.flatMap(({ findings }) => findings));
}

/** The plugins alone: a library is judged by itself. */
async function verify(files: Files, proof: 'declared' | 'compiled' = 'declared'): Promise<Outcome[]> {
  const root = workspace({ ...NAKAMA_JSON, ...files });
  const { modules } = await openWorkspace({ root }).verify(['plugins'], { proof });
  return modules.filter(({ dir }) => dir.startsWith('plugins/'));
}

describe('plugins of one server', () => {
  it.each(CASES)('with $name: each of both $meet', async ({ files, meet }) => {
    const modules = await verify(files);
    expect(modules.map(({ verdict }) => verdict)).toEqual([meet, meet]);
  });

  it('are told apart by the lines that require the module, with one fix for both', async () => {
    const [arena, lobby] = await verify(CASES[0]?.files ?? {});
    expect(brief(arena?.findings ?? [])).toEqual([
      `plugins-conflict error ${UUID} @ plugins/arena/go.mod:9:32`,
    ]);
    expect(arena?.findings[0]?.message).toMatch(/v1\.6\.0 here, but of v1\.5\.0 in plugins\/lobby.*first/);
    expect(lobby?.findings[0]?.fix).toBe(arena?.findings[0]?.fix);
    expect(arena?.findings[0]?.fix).toContain(`go -C plugins/lobby get ${UUID}@v1.6.0`);
  });

  it.each<[string, Files]>([
    ['releases', { 'plugins/lobby/nakama.json': '{ "release": "3.39.0" }' }],
    ['servers', { 'plugins/lobby/nakama.json': '{ "server": "eu" }' }],
  ])('do not meet those of other %s', async (_, files) => {
    expect(conflicts(await verify({ ...CASES[0]?.files, ...files })).join()).not.toContain(
      'plugins-conflict',
    );
  });

  it('are undecided where what imports the module can’t be read, and proof compiled is named', async () => {
    const unread = (name: string, version: string): Files =>
      plugin(name, {
        imports: ['example.org/unread'],
        lines: ['require example.org/unread v1.0.0', `require ${UUID} ${version} // indirect`],
        sums: [
          `${UUID} ${version} h1:x=`,
          'example.org/unread v1.0.0 h1:x=',
          'example.org/unread v1.0.0/go.mod h1:y=',
        ],
      });
    const [arena] = await verify({ ...unread('arena', 'v1.6.0'), ...unread('lobby', 'v1.5.0') });
    expect(brief(arena?.findings ?? [])).toContain(
      `plugins-conflict undecided ${UUID} @ plugins/arena/go.mod:10:32`,
    );
    expect(arena?.findings.at(-1)?.message).toContain('verify --proof compiled plugins/arena plugins/lobby');
    // Nothing of the module can be compiled without its hash.
    const without = unread('lobby', 'v1.5.0');
    const goSum = String(without['plugins/lobby/go.sum']).replace(/.*google\/uuid.*\n/, '');
    const [alone] = await verify({ ...unread('arena', 'v1.6.0'), ...without, 'plugins/lobby/go.sum': goSum });
    expect(conflicts(alone ? [alone] : [])).toEqual([]);
  });

  it('keep what is said of one that can’t be read out of the others', async () => {
    const files = {
      ...CASES[0]?.files,
      'plugins/lobby/go.mod': 'module (\nrequire github.com/heroiclabs/nakama-common v1.47.0\n',
    };
    const { modules } = await openWorkspace({ root: workspace({ ...NAKAMA_JSON, ...files }) }).verify([
      'plugins',
    ]);
    expect(modules.map(({ verdict }) => verdict)).toEqual(['loads', 'unknown']);
  });

  it('are compared with the rivals that are named where only one is asked for', async () => {
    const root = workspace({ ...NAKAMA_JSON, ...CASES[0]?.files });
    const all = await openWorkspace({ root }).verify(['plugins']);
    const options = { only: true, rivals: ['plugins/lobby'] };
    const one = await openWorkspace({ root }).verify(['plugins/arena'], options);
    expect(one.modules).toEqual(all.modules.slice(0, 1));
  });
});

describeWithGo('a build', () => {
  it(
    'says what verify says of plugins that can not meet, in one run or by the rivals that are named',
    async () => {
      const open = openWorkspace({ root: workspace({ ...NAKAMA_JSON, ...CASES[0]?.files }) });
      const verified = await open.verify(['plugins']);
      const [finding] = verified.modules[0]?.findings ?? [];
      expect(finding).toMatchObject({ id: 'plugins-conflict', severity: 'error', dir: 'plugins/arena' });
      const { modules, exitCode } = await open.build(['plugins']);
      expect(modules.map(({ findings }) => findings)).toEqual(verified.modules.map((m) => m.findings));
      expect([exitCode, modules.map(({ built }) => built.length)]).toEqual([1, [1, 1]]);
      const alone = await open.build(['plugins/arena'], { only: true, rivals: ['plugins/lobby'] });
      expect(alone.modules[0]?.findings).toEqual([finding]);
      expect((await open.build(['plugins/arena'], { only: true })).exitCode).toBe(0);
    },
    GO_TIMEOUT_MS,
  );
});

describeWithGo('proof compiled', () => {
  it.each(CASES)(
    'of $name: each of both $meet',
    async ({ files, meet }) => {
      const modules = await verify(files, 'compiled');
      expect(modules.map(({ verdict, proof }) => [verdict, proof])).toEqual([
        [meet, 'compiled'],
        [meet, 'compiled'],
      ]);
    },
    GO_TIMEOUT_MS,
  );

  it(
    'decides what the committed files leave open',
    async () => {
      // The copy in another folder has the same text.
      const copy = Object.fromEntries(
        Object.entries(LIBRARY).map(([path, text]) => [path.replace('lib/', 'copy/'), text]),
      );
      const lobby = withLibrary('lobby', 'v0.1.0', 'a');
      const goMod = String(lobby['plugins/lobby/go.mod']).replace('../../lib', '../../copy');
      const files = {
        ...LIBRARY,
        ...copy,
        ...withLibrary('arena', 'v0.1.0', 'a'),
        ...lobby,
        'plugins/lobby/go.mod': goMod,
      };
      expect((await verify(files)).map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown']);
      expect((await verify(files, 'compiled')).map(({ verdict }) => verdict)).toEqual(['loads', 'loads']);
      const changed = { ...files, 'copy/a/a.go': 'package a\n\nfunc A() string { return "" }\n' };
      expect((await verify(changed, 'compiled')).map(({ verdict }) => verdict)).toEqual(['fails', 'fails']);
    },
    GO_TIMEOUT_MS,
  );
});

const server = realServer();

(server === undefined ? describe.skip : describeWithGo)('the real server', () => {
  it.each(CASES)(
    'opens plugins with $name: both $meet',
    async ({ files, meet }) => {
      const workspaceOf = openWorkspace({ root: workspace({ ...NAKAMA_JSON, ...files }) });
      const { modules } = await workspaceOf.build(['plugins']);
      expect(modules.map(({ verdict, built }) => [verdict, built.length])).toEqual([
        [meet, 1],
        [meet, 1],
      ]);
      const { together } = await workspaceOf.load(['plugins'], { binary: String(server), together: 'only' });
      // The first one is opened in any case.
      expect(together.flat().map(({ verdict }) => verdict)).toEqual(['loads', meet]);
    },
    GO_TIMEOUT_MS,
  );
});

it('has the release whose plugins are compared', () => {
  expect(catalogRelease().module(UUID)).toBeUndefined();
});
