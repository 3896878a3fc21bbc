import { orUndefined } from '../input/problem';
import { AssignedValues } from './assigned-value';
import { readImageReference } from './image-reference';
import type { ImageUse } from './image-use';
import { imageName, isNakama } from './nakama-images';
import { substitute, type Substitution, withinLimits } from './substitution';
import { type Piece, positionOf, type TracedText } from './traced-text';

/** The value of a variable, by the name that the text gives it: `NAKAMA_VERSION`, `.Values.image.tag`. */
export type MentionVariables = (name: string) => TracedText | undefined;

/** `${{ env.V }}`, `{{ .Values.v }}`, `${V:-x}`, `$(V)`, `$V`, `%V%`. */
const VARIABLE = String.raw`\$\{\{[^{}\n]*\}\}|\{\{[^{}\n]*\}\}|\$\{[^{}\s]*\}|\$\(\w+\)|\$\w+|%\w+%`;
const VARIABLES = new RegExp(VARIABLE, 'g');
const WORD = String.raw`(?:[\w.-]|${VARIABLE})`;
const REGISTRY = String.raw`(?:${WORD}+(?::\d+)?/)*`;
const REST = String.raw`(?::(?:${WORD})+)?(?:@sha256:[0-9a-f]+)?`;
/** A path that goes on is that of something else. */
const REFERENCE = String.raw`(?<![\w./:@$%-])(?:${REGISTRY}(?:NAMES))${REST}(?![\w/:@])`;

/** Sites of source code, not of images. */
const CODE_SITE = /^(?:www\.)?(?:github|gitlab|bitbucket|golang)\.(?:com|org)(?:\/|$)/;

/** What stands before an image, where it is told from the name of something else by nothing but its place. */
const BEFORE_IMAGE =
  /(?:\b(?:image|container|newName)["']?[ \t]*[:=][ \t]*["']?|\bFROM[ \t]+(?:--\S+[ \t]+)*|\b(?:docker|podman|nerdctl)(?:\.exe)?[ \t]+(?:\w+[ \t]+)?(?:run|pull|create|push|save|exec)\b.*?)$/;

/** Longer lines are data. */
const MAX_LINE = 2000;

/**
 * The images of Nakama that a text mentions, whatever its format: a manifest, a workflow, a Makefile, a script. A name
 * without tag counts only where an image is meant (`image:`, `docker run …`), and so does one that is not official.
 * Comments don't count. A variable has the value that the text assigns to it, if it is always the same.
 *
 * @param names further images that count
 * @param variables those that the text does not assign
 */
export function readImageMentions(
  text: string,
  file: string,
  names: readonly string[] = [],
  variables: MentionVariables = () => undefined,
): ImageUse[] {
  const reference = referencePattern(names);
  let assigned: AssignedValues | undefined;
  const lookup = (name: string) => (assigned ??= new AssignedValues(text, file)).get(name) ?? variables(name);
  return lines(text).flatMap(({ line, start }) =>
    [...line.matchAll(reference)].flatMap(({ 0: raw, index }) => {
      const image = read(raw, { file, source: text, offset: start + index }, lookup);
      if (!image || CODE_SITE.test(imageName(image))) return [];
      const isOfficial = isNakama(image) || names.includes(imageName(image));
      const hasTag = raw.includes(':', raw.lastIndexOf('/') + 1) || image.digest !== undefined;
      return (isOfficial && hasTag) || BEFORE_IMAGE.test(line.slice(0, index)) ? [image] : [];
    }),
  );
}

function referencePattern(names: readonly string[]): RegExp {
  const further = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(REFERENCE.replace('NAMES', [...further, '[\\w.-]*nakama[\\w.-]*'].join('|')), 'g');
}

/** Lines without comments: from `#` to the end, or whole lines after `//`, `REM` and `::`. */
function lines(text: string): { line: string; start: number }[] {
  const found: { line: string; start: number }[] = [];
  let start = 0;
  for (const whole of text.split('\n')) {
    const isComment = whole.length > MAX_LINE || /^\s*(?:#|\/\/|@?rem\s|::)/i.test(whole);
    if (!isComment) found.push({ line: whole.replace(/(?<=\s)#.*$/, ''), start });
    start += whole.length + 1;
  }
  return found;
}

interface Place {
  readonly file: string;
  readonly source: string;
  readonly offset: number;
}

function read(raw: string, place: Place, lookup: MentionVariables): ImageUse | undefined {
  const position = positionOf(place);
  // A variable may have a value that is no part of an image's name.
  return orUndefined(() => {
    const resolved = withinLimits(
      () => ({ file: place.file, position }),
      () => resolve(raw, place, lookup),
    );
    const reference = readImageReference(resolved, place.file, position);
    return { file: place.file, position, kind: 'text', raw, ...reference, buildsPlugin: false };
  });
}

/** The reference with the values of its variables, of all the ways to write one. */
function resolve(raw: string, place: Place, lookup: MentionVariables): Substitution {
  const pieces: Piece[] = [];
  const variables: string[] = [];
  let unresolved: string | undefined;
  let at = 0;
  const literal = (end: number) => {
    const text = raw.slice(at, end);
    const origin = { ...place, offset: place.offset + at };
    if (text !== '') pieces.push({ text, origin, isGlue: true });
  };
  for (const { 0: written, index } of raw.matchAll(VARIABLES)) {
    literal(index);
    at = index + written.length;
    const inner = /^\$?\{\{\s*-?\s*(.*?)\s*-?\s*\}\}$/.exec(written)?.[1];
    const shell = inner === undefined ? written.replace(/^\$\((\w+)\)$|^%(\w+)%$/, '${$1$2}') : undefined;
    const value =
      shell === undefined
        ? templateValue(inner ?? '', lookup)
        : substitute(shell, lookup, { ...place, offset: place.offset + index });
    unresolved ??= value.unresolved;
    variables.push(...value.variables);
    pieces.push(...value.pieces);
  }
  literal(raw.length);
  return { value: pieces.map(({ text }) => text).join(''), pieces, unresolved, variables };
}

/** `env.V`, `.Values.image.tag`, `.Values.image.tag | default "3.40.0" | quote`. */
function templateValue(template: string, lookup: MentionVariables): Substitution {
  const name = /^[\w.$-]+/.exec(template)?.[0] ?? template;
  const last = /\w+$/.exec(name)?.[0] ?? 'VALUE';
  const found = lookup(name) ?? lookup(last);
  if (found && found.value !== '') return { ...found, variables: [name] };
  const text = `\${${last}}`;
  return { value: text, pieces: [{ text, isGlue: false }], unresolved: name, variables: [name] };
}
