import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Workspace } from '../workspace';
import { type Beyond, beyond, NEW_GO_FILE, PROBES_OF_FOLDERS } from './beyond';
import { type Declared, DeclaredFiles } from './declared';
import type { Work } from './marked-executors';
import { foldersAbove, type Uses, usesOf } from './uses';

/** What works read beyond the inputs of their tasks, and write beyond their outputs; by tasks. */
export function judgeWorks(
  workspace: Workspace,
  works: readonly Work[],
  targets: readonly string[],
): Map<string, Beyond> {
  const used = works.map(({ tasks, calls }) => ({ tasks, uses: usesOf(workspace.root, calls) }));
  const asking = new DeclaredFiles(workspace);
  const now = asking.of(targets);
  // What is sought may be a file, or a folder with any file in it.
  const [asFiles, asFolders] = [soughtFiles, soughtFolders].map((probes) =>
    withFiles(
      workspace.root,
      used.flatMap(({ uses }) => probes(uses)),
      () => asking.of(targets),
    ),
  );
  const ifThere = union(asFiles, asFolders);
  return new Map(used.map(({ tasks, uses }) => [tasks.join(' '), beyond(tasks, uses, { now, ifThere })]));
}

/** What was sought, and one Go file more in each package. */
function soughtFiles({ missing, listed, opened }: Uses): string[] {
  const isPackage = (folder: string): boolean =>
    opened.some((file) => file.endsWith('.go') && dirname(file) === folder);
  return [...missing, ...listed.filter(isPackage).map((folder) => join(folder, NEW_GO_FILE))];
}

function soughtFolders({ missing }: Uses): string[] {
  return missing.flatMap((folder) => PROBES_OF_FOLDERS.map((name) => join(folder, name)));
}

function union(
  a: ReadonlyMap<string, Declared> | undefined,
  b: ReadonlyMap<string, Declared> | undefined,
): Map<string, Declared> {
  return new Map(
    [...(a ?? [])].map(([task, declared]) => {
      const files = new Set([...declared.files, ...(b?.get(task)?.files ?? [])]);
      return [task, { ...declared, files }];
    }),
  );
}

/** Gives what `work` gives while files are there that are not. */
function withFiles<T>(root: string, files: readonly string[], work: () => T): T {
  const made: string[] = [];
  try {
    // The longest first: what is sought as a file and has others below it is a folder.
    for (const file of [...new Set(files)].sort((a, b) => b.length - a.length)) {
      const path = join(root, file);
      if (existsSync(path) || isBelowFile(root, file)) continue;
      const first = mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, '');
      made.push(first ?? path);
    }
    return work();
  } finally {
    for (const path of made) rmSync(path, { recursive: true, force: true });
  }
}

/** `a.txt/go.mod`: what go asks of everything that is embedded. */
function isBelowFile(root: string, file: string): boolean {
  return [...foldersAbove([file])].some((folder) => {
    const path = join(root, folder);
    return existsSync(path) && statSync(path).isFile();
  });
}
