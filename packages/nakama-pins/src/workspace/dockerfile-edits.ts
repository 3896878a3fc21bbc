import { posix } from 'node:path';
import { type Copy, type CopySource, UNKNOWN_FOLDER } from '../images/image-build';
import type { UnseenInImage, UnseenLibrary } from './unseen-in-image';

/** A change of one line of a Dockerfile. */
export type DockerfileEdit =
  | { readonly kind: 'insert above'; readonly line: number; readonly text: string }
  | { readonly kind: 'replace'; readonly line: number; readonly from: string; readonly to: string };

/** What makes a build see its libraries. */
export interface DockerfileEdits {
  /** The folder to build from, relative to the workspace root. */
  readonly context: string;
  /** To be made in this order: from the end of the file to its start, so that no line moves before it is changed. */
  readonly edits: readonly DockerfileEdit[];
}

/**
 * The edits by which a Dockerfile copies the libraries that a build does not see: their go.mod before go downloads, their code
 * before it compiles. Where the folder that it is built from does not hold them, one that does, and all that is copied is named from there.
 * Undefined where a library lies outside of the workspace.
 */
export function dockerfileEdits(unseen: UnseenInImage): DockerfileEdits | undefined {
  const { libraries, build, context } = unseen;
  if (libraries.some(({ dir }) => dir.startsWith('..'))) return undefined;
  const wanted = libraries.reduce((folder, { dir }) => commonFolder(folder, dir), context);
  const inserted = [...libraries]
    .sort((a, b) => (a.dir < b.dir ? 1 : -1))
    .flatMap((library) => insertions(library, unseen, wanted));
  const replaced = wanted === context ? [] : moveCopies(build, posix.relative(wanted, context));
  // A line that is replaced keeps its number until something is inserted above it.
  const edits = [...replaced, ...inserted].sort((a, b) => b.line - a.line);
  return { context: wanted, edits };
}

/** A Dockerfile after its edits. */
export function applyDockerfileEdits(text: string, edits: readonly DockerfileEdit[]): string {
  const ending = /\r?\n/.exec(text)?.[0] ?? '\n';
  const lines = text.split(/\r?\n/);
  for (const edit of edits) {
    const at = edit.line - 1;
    if (edit.kind === 'insert above') lines.splice(at, 0, edit.text);
    else lines[at] = (lines[at] ?? '').replace(edit.from, () => edit.to);
  }
  return lines.join(ending);
}

function insertions(
  { dir, place, run, isLate }: UnseenLibrary,
  { build }: UnseenInImage,
  context: string,
): DockerfileEdit[] {
  const folder = posix.relative(context, dir);
  const last = build.runs.at(-1) ?? run;
  const isUnknown = place.startsWith(`${UNKNOWN_FOLDER.slice(0, 2)}/`);
  const target = `${isUnknown ? posix.relative(run.folders[0] ?? '/', place) : place}/`;
  const insert = (line: number, source: string): DockerfileEdit => ({
    kind: 'insert above',
    line,
    text: copyLine(source, target),
  });
  // Beside the plugin's own COPY, so that what changes least stands first.
  const beside = (copy: Copy | undefined, line: number): number =>
    copy && !isUnknown && copy.line > build.from ? copy.line : line;
  const goMod = insert(beside(build.copies[run.copies - 1], run.line), `${folder}/go.mod`);
  if (isLate) return [goMod];
  if (run === last) return [insert(beside(build.copies[run.copies - 1], run.line), `${folder}/`)];
  const between = last.copies > run.copies ? build.copies[last.copies - 1] : undefined;
  return [insert(beside(between, last.line), `${folder}/`), goMod];
}

function copyLine(source: string, target: string): string {
  const isPlain = [source, target].every((word) => /^[\w./@+-]+$/.test(word));
  return isPlain ? `COPY ${source} ${target}` : `COPY ${JSON.stringify([source, target])}`;
}

/** Every source as a folder above the context names it. */
function moveCopies({ allCopies, lines }: UnseenInImage['build'], prefix: string): DockerfileEdit[] {
  const sources = allCopies.flatMap((copy) => copy.sources);
  return [...lines].flatMap(([line, text]): DockerfileEdit[] => {
    const own = sources
      .filter(({ position }) => position.line === line)
      .sort((a, b) => b.position.column - a.position.column);
    const to = own.reduce((written, source) => moved(written, source, prefix), text);
    return to === text ? [] : [{ kind: 'replace', line, from: text.trim(), to: to.trim() }];
  });
}

function moved(line: string, { written, position }: CopySource, prefix: string): string {
  const at = line.indexOf(written, position.column - 1);
  if (at < 0) return line;
  const below = posix.normalize(written).replace(/^\/+/, '');
  const to = below === '.' || below === './' || below === '' ? `${prefix}/` : `${prefix}/${below}`;
  return line.slice(0, at) + to + line.slice(at + written.length);
}

function commonFolder(a: string, b: string): string {
  if (a === '.' || b === '.') return '.';
  const [left, right] = [a.split('/'), b.split('/')];
  const different = left.findIndex((part, i) => part !== right[i]);
  return left.slice(0, different < 0 ? left.length : different).join('/') || '.';
}
