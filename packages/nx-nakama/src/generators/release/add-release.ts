import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { type Catalog, InputError, openCatalog } from 'nakama-pins';
import type * as AddingModule from 'nakama-pins/add';
import type { PlannedRelease } from 'nakama-pins/add';
import { confirm } from '../../workspace-config/ask';
import { treeTexts } from '../../workspace-config/file-tree';
import { printProgress } from '../../workspace-config/print-progress';
import type { ReleaseGeneratorOptions } from './schema';

type AddOptions = Pick<ReleaseGeneratorOptions, 'release' | 'add' | 'from' | 'image' | 'insecure'>;

/** What asks people and reads releases; tests give their own. */
export interface Outside {
  readonly ask: (question: string) => Promise<boolean>;
  readonly read: typeof AddingModule.planRelease;
}

const OUTSIDE: Outside = {
  ask: confirm,
  // Loaded only here: a client for registries takes longer to load than most moves take.
  read: async (what, options) => {
    const adding = require('nakama-pins/add') as typeof AddingModule;
    return adding.planRelease(what, options);
  },
};

/**
 * Adds a release that the catalog lacks to the tree, if that is asked for or somebody at the terminal wants it.
 *
 * @returns what is to be said
 * @throws InputError if it can't be read, or is not to be added; nothing is in the tree then
 */
export async function addRelease(
  tree: Tree,
  options: AddOptions,
  { ask, read }: Outside = OUTSIDE,
): Promise<string[]> {
  refuseOptions(options);
  const catalog = openCatalog({ workspaceDir: tree.root, texts: treeTexts(tree) });
  const found = catalog.resolve(options.release);
  const isNamed = options.image !== undefined || options.from !== undefined;
  if (found.unknown === undefined && !isNamed)
    return options.add ? [`Nakama ${found.release} is in the catalog: nothing is added.`] : [];
  const name = found.unknown === undefined ? found.release : found.version;
  // Not a version, or one from before the first that can be judged: the catalog says which there are.
  if (name === undefined) throw unknownRelease(catalog, options.release);
  const question = `Nakama ${name} is not in the catalog. Read it from where it is published?`;
  if (!options.add && !(await ask(question))) throw unknownRelease(catalog, options.release, name);
  const planned = await read(sourceOf(tree, name, options), {
    root: tree.root,
    name,
    from: options.from,
    insecure: hostsOf(options.insecure),
    onProgress: printProgress,
  });
  tree.write(planned.file, planned.text);
  return describe(planned);
}

function refuseOptions({ add, from, image, insecure }: AddOptions): void {
  const given = Object.entries({ from, image, insecure }).find(([, value]) => value !== undefined)?.[0];
  if (given !== undefined && !add)
    throw refused(
      `--${given}`,
      'this says where an added release is read, and none is added',
      'give --add, too',
    );
  if (from !== undefined && image !== undefined)
    throw refused(
      '--from',
      'the release is read from the image that --image names',
      'leave one of the two out',
    );
}

function refused(file: string, message: string, fix: string): InputError {
  return new InputError([{ file, message, fix }]);
}

/** A path of the workspace is one; anything else is the name of an image. */
function sourceOf({ root }: Tree, version: string, { image }: AddOptions): string {
  if (image === undefined) return version;
  return image.startsWith('image:') || existsSync(join(root, image)) ? image : `image:${image}`;
}

function hostsOf(list: string | undefined): string[] | undefined {
  return list?.split(',').flatMap((host) => host.trim() || []);
}

/** The catalog's own words, and how Nx adds what can be added. */
function unknownRelease(catalog: Catalog, spec: string, version?: string): Error {
  try {
    catalog.get(spec);
  } catch (error) {
    if (!(error instanceof InputError) || version === undefined) return error as Error;
    const add = `nx g nx-nakama:release ${version} --add`;
    return new InputError(
      error.problems.map((problem) => ({ ...problem, fix: `${add}, or ${problem.fix}` })),
    );
  }
  throw new Error(`the catalog has Nakama ${spec}`);
}

function describe(planned: PlannedRelease): string[] {
  const { file, release, go, modules, packages, platforms, sources, unknownImports, notes } = planned;
  const fingerprints =
    packages === 0 ? 'no fingerprints' : `${packages} fingerprints for ${platforms.join(', ')}`;
  return [
    `${file}: Nakama ${release}, Go ${go}, ${modules} modules, ${fingerprints}; read from ${sources.join(', ') || 'its source'}`,
    ...notes.map((note) => `  note: ${note}`),
    ...(unknownImports.length === 0
      ? []
      : [
          `  note: it is not known what ${unknownImports.length} packages import, such as ${unknownImports[0]}: judge with --proof=compiled what links them`,
        ]),
    '',
  ];
}
