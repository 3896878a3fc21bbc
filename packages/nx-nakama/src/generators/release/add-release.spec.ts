import type { Tree } from '@nx/devkit';
import { InputError } from 'nakama-pins';
import type { planRelease } from 'nakama-pins/add';
import { fsTree } from '../../testing/fs-tree';
import { goMod, goSum, MAIN_GO, type TempWorkspace, tempWorkspace } from '../../testing/temp-workspace';
import { addRelease, type Outside } from './add-release';
import { moveToRelease } from './generator';

const FILE = 'nakama-releases/3.42.0.json';
/** A server that is newer than the catalog: that of 3.40.0 with a newer protobuf. */
const TEXT = JSON.stringify({
  release: '3.42.0',
  extends: '3.40.0',
  protobuf: 'v1.36.12',
  modules: [
    {
      path: 'google.golang.org/protobuf',
      version: 'v1.36.12',
      vendoredPackages: ['google.golang.org/protobuf/proto'],
      linkedPackages: ['google.golang.org/protobuf/proto'],
    },
  ],
});

describe('release --add', () => {
  let workspace: TempWorkspace;
  let tree: Tree;
  let reads: Parameters<typeof planRelease>[];
  let answers: boolean[];
  let questions: string[];
  beforeEach(() => {
    workspace = tempWorkspace({
      'nakama.json': '{ "release": "3.40.0" }\n',
      'plugins/arena/go.mod': goMod('example.com/arena'),
      'plugins/arena/go.sum': goSum(),
      'plugins/arena/main.go': MAIN_GO,
      'oci/index.json': '{}',
    });
    tree = fsTree(workspace.root);
    [reads, answers, questions] = [[], [], []];
  });
  afterEach(() => workspace.remove());

  const outside: Outside = {
    ask: async (question) => {
      questions.push(question);
      return answers.shift() ?? false;
    },
    read: async (...call) => {
      reads.push(call);
      return {
        ...{ release: '3.42.0', file: FILE, text: TEXT, go: '1.27.3', modules: 96, packages: 501 },
        ...{
          platforms: ['linux/amd64'],
          sources: ['heroiclabs/nakama:3.42.0'],
          unknownImports: [],
          notes: [],
        },
      };
    },
  };
  const add = (options: Partial<Parameters<typeof addRelease>[1]> = {}): Promise<string[]> =>
    addRelease(tree, { release: '3.42.0', ...options }, outside);
  const changed = (): string[] => tree.listChanges().map(({ path }) => path);

  it('reads the release into the tree, and the workspace moves to it with nothing on the disk', async () => {
    const said = await add({ add: true });
    expect(said[0]).toBe(
      `${FILE}: Nakama 3.42.0, Go 1.27.3, 96 modules, 501 fingerprints for linux/amd64; read from heroiclabs/nakama:3.42.0`,
    );
    expect(reads).toEqual([['3.42.0', expect.objectContaining({ root: workspace.root, name: '3.42.0' })]]);
    const project = { name: 'arena', dir: 'plugins/arena', isSynced: true };
    const moved = moveToRelease(tree, { release: '3.42.0' }, [project]).join('\n');
    expect(moved).toContain('google.golang.org/protobuf v1.36.11 → v1.36.12');
    expect(changed()).toEqual(expect.arrayContaining([FILE, 'nakama.json', 'plugins/arena/go.mod']));
    expect(tree.read('plugins/arena/go.mod', 'utf-8')).toContain('protobuf v1.36.12');
    expect(fsTree(workspace.root).exists(FILE)).toBe(false);
  });

  it('names both commands where nobody can be asked, and reads nothing', async () => {
    await expect(add()).rejects.toThrow(
      /unknown Nakama release "3\.42\.0"[^]*nx g nx-nakama:release 3\.42\.0 --add, or npx nakama-pins releases add 3\.42\.0/,
    );
    expect(reads).toEqual([]);
    expect(changed()).toEqual([]);
  });

  it('offers to add it, and does so if the answer is yes', async () => {
    answers = [true];
    await add({ release: 'v3.42' });
    expect(questions).toEqual(['Nakama 3.42.0 is not in the catalog. Read it from where it is published?']);
    expect(changed()).toEqual([FILE]);
  });

  it('neither asks nor reads for a release of the catalog', async () => {
    expect(await add({ release: '3.39.0' })).toEqual([]);
    expect(await add({ release: '3.39', add: true })).toEqual([
      'Nakama 3.39.0 is in the catalog: nothing is added.',
    ]);
    expect([questions, reads]).toEqual([[], []]);
  });

  it.each([
    ['registry.example.com/studio/nakama:1.4', 'image:registry.example.com/studio/nakama:1.4'],
    ['image:registry.example.com/nakama:1', 'image:registry.example.com/nakama:1'],
    ['./oci', './oci'],
  ])('reads from the image or path %s', async (image, source) => {
    await add({ add: true, image, insecure: 'one:5000, two:5000' });
    expect(reads).toEqual([[source, expect.objectContaining({ insecure: ['one:5000', 'two:5000'] })]]);
  });

  it.each([
    [{ from: 'image' as const }, /--from: [^]*give --add, too/],
    [{ image: 'oci' }, /--image: [^]*give --add, too/],
    [{ add: true, image: 'oci', from: 'module' as const }, /--from: [^]*leave one of the two out/],
    [{ add: true, release: 'lastest' }, /unknown Nakama release "lastest".*latest/],
    [{ add: true, release: '2.9.0' }, /releases before 3\.0\.0 are not in the catalog/],
  ])('refuses %j', async (options, words) => {
    await expect(add(options)).rejects.toThrow(words);
    expect([reads, changed()]).toEqual([[], []]);
  });

  it('leaves the tree as it is if the release can not be read', async () => {
    const failing: Outside = {
      ...outside,
      read: () => Promise.reject(new InputError([{ file: '3.42.0', message: 'there is no such image' }])),
    };
    await expect(addRelease(tree, { release: '3.42.0', add: true }, failing)).rejects.toThrow(
      'no such image',
    );
    expect(changed()).toEqual([]);
  });
});
