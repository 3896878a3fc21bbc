import { dirname } from 'node:path';
import type { Declared } from './declared';
import { foldersAbove, type Uses } from './uses';

/** What tasks do beyond what they declare. */
export interface Beyond {
  /** How many files were opened and are inputs, sought and would be inputs, written and are outputs. */
  readonly counts: { readonly inputs: number; readonly missing: number; readonly outputs: number };
  /** `opens compose.yml`; nothing must be. */
  readonly faults: readonly string[];
  /** The same, allowed, by the reason. */
  readonly allowed: ReadonlyMap<string, readonly string[]>;
}

/** What Nx says that tasks declare: as the workspace is, and if files were there that are not. */
export interface Declarations {
  readonly now: ReadonlyMap<string, Declared>;
  readonly ifThere: ReadonlyMap<string, Declared>;
}

type Deed = 'opens' | 'looks at' | 'seeks' | 'lists' | 'writes' | 'writes and removes';

/** Any file of a folder that is sought may be in it. */
export const PROBES_OF_FOLDERS = ['probe.go', 'probe.yml', 'probe.json', 'Dockerfile'];

const LEFTOVERS = 'what a killed build left beside its own output goes';
const BUILD_FIRST = 'the build before it reads the same, and where that fails it does not begin';

/** @param tasks of one process: `arena:build`; what it did is held against the inputs of all */
export function beyond(tasks: readonly string[], uses: Uses, { now, ifThere }: Declarations): Beyond {
  const of = (declared: ReadonlyMap<string, Declared>, names = tasks): Declared[] =>
    names.map((task) => declared.get(task) ?? fail(`Nx knows no inputs of ${task}`));
  const inputs = new Set(of(now).flatMap(({ files }) => [...files]));
  const possible = new Set(of(ifThere).flatMap(({ files }) => [...files]));
  const outputs = matcher(of(now).flatMap((declared) => declared.outputs));
  const built = matcher(of(now).flatMap((declared) => declared.depOutputs));
  const builds = buildsBefore(tasks, now);
  const ofBuild = new Set(of(now, builds).flatMap(({ files }) => [...files]));
  const ofBuildIfThere = new Set(of(ifThere, builds).flatMap(({ files }) => [...files]));
  const outputFolders = foldersAbove(of(now).flatMap((declared) => declared.outputs));
  const listed = new Set(uses.listed);
  const folders = foldersAbove(possible);
  const faults: string[] = [];
  const allowed = new Map<string, string[]>();
  const counts = { inputs: 0, missing: 0, outputs: 0 };

  /** @param why it can change nothing of what the tasks give */
  const judge = (deed: Deed, file: string, why: string | undefined): void => {
    if (why === undefined) faults.push(`${deed} ${file}`);
    else allowed.set(why, [...(allowed.get(why) ?? []), `${deed} ${file}`]);
  };

  for (const file of uses.opened) {
    if (inputs.has(file) || built(file)) counts.inputs++;
    else
      judge(
        'opens',
        file,
        outputs(file) ? 'it is its own output' : ofBuild.has(file) ? BUILD_FIRST : undefined,
      );
  }
  for (const file of uses.seen) {
    if (inputs.has(file) || built(file) || outputs(file) || listed.has(dirname(file))) continue;
    judge('looks at', file, ofBuild.has(file) ? BUILD_FIRST : undefined);
  }
  for (const file of uses.missing) {
    const isCovered = (files: ReadonlySet<string>): boolean =>
      files.has(file) ||
      PROBES_OF_FOLDERS.some((name) => files.has(`${file}/${name}`)) ||
      foldersAbove(files).has(file);
    if (isCovered(possible) || outputs(file)) counts.missing++;
    else judge('seeks', file, isCovered(ofBuildIfThere) ? BUILD_FIRST : undefined);
  }
  const ownFolders = new Set([...uses.written, ...uses.opened].filter(outputs).map((file) => dirname(file)));
  const goFolders = new Set(uses.opened.filter((file) => file.endsWith('.go')).map((file) => dirname(file)));
  for (const folder of uses.listed) {
    const isPackage = goFolders.has(folder);
    const probe = folder === '.' ? NEW_GO_FILE : `${folder}/${NEW_GO_FILE}`;
    if (isPackage ? possible.has(probe) : folders.has(folder)) continue;
    if (outputFolders.has(folder)) continue;
    const isOfBuild = isPackage ? ofBuildIfThere.has(probe) : foldersAbove(ofBuildIfThere).has(folder);
    judge('lists', folder, ownFolders.has(folder) ? LEFTOVERS : isOfBuild ? BUILD_FIRST : undefined);
  }
  for (const file of uses.written) {
    if (outputs(file) || matcher([...outputFolders])(file)) counts.outputs++;
    else judge('writes', file, undefined);
  }
  for (const file of uses.passing) {
    if (!matcher([...outputFolders])(dirname(file))) judge('writes and removes', file, undefined);
  }
  return { counts, faults, allowed };
}

/** In a folder whose Go files are read, one more would be read, too. */
export const NEW_GO_FILE = 'probe_new.go';

/** The builds whose plugins are opened. */
function buildsBefore(tasks: readonly string[], declared: ReadonlyMap<string, Declared>): string[] {
  const opened = matcher(tasks.flatMap((task) => declared.get(task)?.depOutputs ?? []));
  return [...declared].flatMap(([task, { outputs }]) =>
    task.endsWith(':build') && outputs.some((output) => opened(output)) ? [task] : [],
  );
}

/** Whether a path is that of a glob with `*`, or below it. */
function matcher(globs: readonly string[]): (path: string) => boolean {
  const sources = globs.map((glob) =>
    glob
      .split('*')
      .map((text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^/]*'),
  );
  const patterns = sources.map((source) => new RegExp(`^${source}(?:/|$)`));
  return (path) => patterns.some((pattern) => pattern.test(path));
}

function fail(message: string): never {
  throw new Error(message);
}
