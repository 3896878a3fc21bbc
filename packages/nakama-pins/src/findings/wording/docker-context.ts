import { posix } from 'node:path';
import type { DockerfileEdit } from '../../workspace/dockerfile-edits';
import { defineFinding, type Place, STAYS } from '../define-finding';
import { few } from './lists';

/** A build in a Dockerfile does not see local libraries of the plugin. */
export interface UnseenLibraries {
  readonly verb: string;
  /** The folder that the Dockerfile is built from. */
  readonly context: string;
  /** The line of a compose file that says so. */
  readonly namedBy: { readonly file: string; readonly line: number } | undefined;
  readonly libraries: readonly {
    readonly path: string;
    readonly dir: string;
    /** Where go looks for it in the image. */
    readonly place: string;
    /** Its go.mod is copied after go asks for it. */
    readonly isLate: boolean;
  }[];
  /** The folder to build from; undefined if a library lies outside of the workspace. */
  readonly wanted: string | undefined;
  readonly edits: readonly DockerfileEdit[];
}

export const dockerContext = defineFinding({
  title: 'A Docker build does not see a library that the plugin uses',
  about: 'file',
  byCheck: true,
  settledBy: STAYS,
  words: (data: UnseenLibraries, place) => {
    const { libraries } = data;
    return {
      ...(libraries.length === 1 && { module: libraries[0]?.path }),
      message: `go ${data.verb} stops here: ${reason(data, place)}`,
      fix: fixOf(data, place),
    };
  },
});

function reason({ libraries, context, wanted, namedBy }: UnseenLibraries, { dir }: Place): string {
  const folders = few(libraries.map((library) => library.dir));
  const one = libraries.length === 1;
  const named = namedBy ? ` (${namedBy.file}:${namedBy.line})` : '';
  if (wanted !== context)
    return `go.mod takes ${few(libraries.map(({ path }) => path))} from ${folders}, and the image is built from ${shown(context)}${named}, which does not hold ${one ? 'that folder' : 'these folders'}`;
  if (libraries.every(({ isLate }) => isLate))
    return `it reads the go.mod of ${folders}, which ${one ? 'is' : 'are'} copied later`;
  return `go.mod takes ${few(libraries.map(({ path }) => path))} from ${folders}, and no COPY brings ${one ? 'that folder' : 'these folders'} to where ${shown(dir)}/go.mod has ${one ? 'it' : 'them'} in the image`;
}

function fixOf({ libraries, context, wanted, namedBy, edits }: UnseenLibraries, { file }: Place): string {
  if (wanted === undefined) {
    const outside = libraries.filter(({ dir }) => dir.startsWith('..')).map(({ dir }) => dir);
    return `move ${few(outside)} into the repository, so that an image can be built from a folder that holds it, or go mod vendor`;
  }
  const steps = edits.map((edit) =>
    edit.kind === 'replace'
      ? `write in ${file}:${edit.line}: ${edit.to} in place of ${edit.from}`
      : `insert above ${file}:${edit.line}: ${edit.text}`,
  );
  return `${steps.join(' && ')}${wanted === context ? '' : ` (${buildFrom(wanted, file, namedBy)})`}`;
}

function buildFrom(wanted: string, file: string, namedBy: UnseenLibraries['namedBy']): string {
  if (!namedBy) return `then build it from ${shown(wanted)}: docker build -f ${file} ${wanted}`;
  const context = posix.relative(posix.dirname(namedBy.file), wanted) || '.';
  const dockerfile = posix.relative(wanted, file);
  return `and in ${namedBy.file}:${namedBy.line} build from context: ${context} with dockerfile: ${dockerfile}`;
}

function shown(folder: string): string {
  return folder === '.' ? 'the workspace root' : folder;
}
