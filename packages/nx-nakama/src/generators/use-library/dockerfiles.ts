import { posix } from 'node:path';
import type { Tree } from '@nx/devkit';
import { type DockerfileChange, openPlugin } from 'nakama-pins/scaffold';
import { dockerIgnoreOf, isGenerated, letIn } from '../../new-module/docker-ignore';
import { treeTexts } from '../../workspace-config/file-tree';

/** A line that generated Dockerfiles have, of this version and of those before. */
const GENERATED = /^# A plugin loads only in a server of this very release/m;

/** No plugin has more. */
const MAX_DOCKERFILES = 16;

/**
 * Has the Dockerfiles of a plugin copy its libraries. One that was generated is then built from the folder that holds both;
 * one that was written by hand is edited only where it already is.
 *
 * @param libraries folders that the plugin uses now
 * @returns what is to be said of those that stay as they are, besides what verifying says
 */
export function copyLibraries(tree: Tree, dir: string, libraries: readonly string[]): string[] {
  for (let i = 0; i < MAX_DOCKERFILES; i++) {
    const { dockerfiles, unclear } = openPlugin(tree.root, dir, treeTexts(tree));
    const next = dockerfiles.find((change) => mayEdit(tree, change, dir));
    if (!next)
      return [
        ...dockerfiles.map(describeLeft),
        ...unclear.flatMap((file) => describeUnclear(file, dir, libraries)),
      ];
    if (next.wanted === next.context) write(tree, next);
    else move(tree, next, dir);
  }
  return [];
}

function mayEdit(
  tree: Tree,
  { file, after, context, wanted, namedBy }: DockerfileChange,
  dir: string,
): boolean {
  if (after === undefined) return false;
  if (wanted === context) return true;
  return (
    namedBy === undefined && posix.dirname(file) === dir && GENERATED.test(tree.read(file, 'utf-8') ?? '')
  );
}

function write(tree: Tree, { file, after = '', wanted = '.', libraries }: DockerfileChange): void {
  tree.write(file, after);
  const ignore = `${file}.dockerignore`;
  if (!tree.exists(ignore)) return;
  tree.write(ignore, letIn(tree.read(ignore, 'utf-8') ?? '', below(wanted, libraries)));
}

/** From the plugin's folder to one above it: as the generator writes a plugin with libraries. */
function move(tree: Tree, { file, libraries, wanted = '.' }: DockerfileChange, dir: string): void {
  const [home = ''] = below(wanted, [dir]);
  const text = (tree.read(file, 'utf-8') ?? '').replace(/^WORKDIR \/build$/m, () => `WORKDIR /build/${home}`);
  tree.write(file, text);
  const moved = openPlugin(tree.root, dir, treeTexts(tree)).dockerfiles.find(
    (change) => change.file === file,
  );
  const command = `docker build -f ${file} ${wanted}`;
  const first = `# Built from ${wanted === '.' ? 'the workspace root' : wanted}, where the libraries are: ${command}\n`;
  tree.write(
    file,
    (moved?.after ?? text).replace(/^(?:# syntax=.*\n)?/, (syntax) => `${syntax}${first}`),
  );
  const ignore = posix.join(dir, '.dockerignore');
  if (tree.exists(ignore) && isGenerated(tree.read(ignore, 'utf-8') ?? '')) tree.delete(ignore);
  const besides = `${file}.dockerignore`;
  if (!tree.exists(besides))
    tree.write(besides, dockerIgnoreOf([home, ...below(wanted, [...libraries].sort())]));
  const readme = posix.join(dir, 'README.md');
  const before = tree.read(readme, 'utf-8');
  const after = before?.replace(
    /^docker build -t (\S+) (\S+)(?=\s)/m,
    (line, name: string, folder: string) =>
      folder === dir ? `docker build -t ${name} -f ${file} ${wanted}` : line,
  );
  if (before != null && after !== undefined && after !== before) tree.write(readme, after);
}

function below(context: string, folders: readonly string[]): string[] {
  return folders.map((folder) => posix.relative(context, folder));
}

function describeLeft({ file, wanted }: DockerfileChange): string {
  return wanted === undefined
    ? `${file} stays as it is: no folder of the workspace holds all that it needs`
    : `${file} stays as it is, since it was written by hand and has to be built from another folder: the lines to write are above`;
}

function describeUnclear(file: string, dir: string, libraries: readonly string[]): string[] {
  const lines = libraries.map(
    (library) => `  COPY ${library}/ <the plugin's folder in the image>/${posix.relative(dir, library)}/`,
  );
  return [
    `${file} stays as it is, since nobody can tell what it sees. Where it does not yet, have it copy, before go runs and built from the workspace root:`,
    ...lines,
  ];
}
