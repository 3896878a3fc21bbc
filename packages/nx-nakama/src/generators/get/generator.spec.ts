import type { Tree } from '@nx/devkit';
import type { OpenWorkspace, PinOutcome, WorkspaceRun } from 'nakama-pins';
import { chooseProjects } from '../../pinning/choose-projects';
import { fsTree } from '../../testing/fs-tree';
import { goMod, goSum, MAIN_GO, type TempWorkspace, tempWorkspace } from '../../testing/temp-workspace';
import { addInTree } from './add-in-tree';

const X = 'github.com/acme/x';

describe('get', () => {
  let workspace: TempWorkspace;
  let tree: Tree;
  let calls: Parameters<OpenWorkspace['get']>[];
  beforeEach(() => {
    workspace = tempWorkspace({
      'nakama.json': '{ "release": "3.40.0" }\n',
      'plugins/arena/go.mod': goMod('example.com/arena'),
      'plugins/arena/go.sum': goSum(),
      'plugins/arena/main.go': MAIN_GO,
    });
    tree = fsTree(workspace.root);
    calls = [];
  });
  afterEach(() => workspace.remove());

  const changed = (): string[] => tree.listChanges().map(({ path }) => path);

  /** A core that answers so; what it does with real Go its own tests show. */
  function core(
    outcome: Partial<PinOutcome>,
    run: Partial<WorkspaceRun<PinOutcome>> = {},
  ): Pick<OpenWorkspace, 'get' | 'modules'> {
    const base: PinOutcome = {
      ...{ dir: 'plugins/arena', module: 'example.com/arena', release: '3.40.0', proof: 'compiled' },
      ...{ verdict: 'loads', findings: [], problems: [], ok: true },
      ...{ changes: [], conflicts: [], left: [], written: false, got: [] },
    };
    return {
      modules: () => [{ dir: 'plugins/arena', kind: 'plugin', samePath: [] }],
      get: (...call) => {
        calls.push(call);
        return Promise.resolve({ modules: [{ ...base, ...outcome }], problems: [], exitCode: 0, ...run });
      },
    };
  }

  const file = (name: string): PinOutcome['changes'][number] => ({
    file: `plugins/arena/${name}`,
    before: '',
    after: `module example.com/arena\n`,
  });

  it('writes what the command would write into the tree alone, and says its words', async () => {
    const { lines, finish } = await addInTree(
      tree,
      ['plugins/arena'],
      { modules: [X] },
      core({ changes: [file('go.mod')] }),
    );
    expect(lines.join('\n')).toContain('wrote plugins/arena/go.mod');
    expect(changed()).toEqual(['plugins/arena/go.mod']);
    await finish();
    expect(calls).toEqual([[['plugins/arena'], { modules: [X], only: true, write: false }]]);
  });

  it('leaves a vendored module to the command, at the versions that were said', async () => {
    const got = [
      {
        ...{ module: X, version: 'v1.2.0', by: 'newest' as const, newest: 'v1.3.0' },
        ...{ packages: [X], imported: false, held: [], newer: [] },
      },
    ];
    const vendored = core({ got, changes: [file('go.mod'), file('vendor/modules.txt')] });
    const { finish } = await addInTree(tree, ['plugins/arena'], { modules: [X] }, vendored);
    expect(changed()).toEqual([]);
    await finish();
    expect(calls[1]).toEqual([['plugins/arena'], { modules: [`${X}@v1.2.0`], only: true, write: true }]);
  });

  it('ends with the words of the command, and nothing in the tree, where one can not be added', async () => {
    const conflict = { module: X, pin: '', chain: [X], message: 'it asks for more', fix: 'take v1.1.0' };
    await expect(
      addInTree(
        tree,
        ['plugins/arena'],
        { modules: [X] },
        core({ conflicts: [conflict], changes: [file('go.mod')] }),
      ),
    ).rejects.toThrow('conflict: it asks for more\n    fix: take v1.1.0');
    const problems = [{ file: X, message: 'no such module', fix: 'correct the path' }];
    await expect(
      addInTree(tree, ['plugins/arena'], { modules: [X] }, core({ problems }, { problems, exitCode: 2 })),
    ).rejects.toThrow(`${X}: no such module\n  fix: correct the path`);
    expect(changed()).toEqual([]);
  });

  it('names the projects that there are', () => {
    const all = [{ name: 'arena', dir: 'plugins/arena', isSynced: true }];
    expect(() => chooseProjects('arenna', all, 'project')).toThrow('choose from arena');
  });
});
