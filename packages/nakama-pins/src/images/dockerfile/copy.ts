import { posix } from 'node:path';
import { execWords } from '../../scripts/words';
import type { Copy, CopySource } from '../image-build';
import { positionOf } from '../traced-text';
import type { Source } from './from';
import { type Instruction, JOINED } from './instructions';
import { wordsIn } from './words';

/** A stage as far as a COPY asks for it. */
export interface CopyStage {
  /** Absolute in the image. */
  readonly workdir: string;
  /** A text with its variables replaced; undefined if one has no value. */
  readonly valueOf: (text: string) => string | undefined;
}

/**
 * `COPY [--from=…] source… target` and ADD, also as a list in JSON; undefined if a variable has no known value, or the
 * target is laid out otherwise.
 *
 * @see https://docs.docker.com/reference/dockerfile/#copy
 */
export function readCopy(
  { keyword, text, start, argumentsStart, heredocs }: Instruction,
  { file, text: source }: Source,
  { workdir, valueOf }: CopyStage,
): Copy | undefined {
  const flagsEnd = /^(?:--\S+[\s\uE000]+)*/.exec(text)?.[0].length ?? 0;
  const flags = text.slice(0, flagsEnd);
  const rest = text.slice(flagsEnd);
  // It keeps the folders above a source.
  if (/--parents\b/.test(flags)) return undefined;
  const words = execWords(rest.replaceAll(JOINED, ' ')) ?? wordsIn(rest);
  const values = words.map((word) => ({ ...word, value: valueOf(unquote(word.text)) }));
  const target = values.at(-1)?.value;
  if (values.length < 2 || target === undefined || isOfWindows(target)) return undefined;
  const isElsewhere = /--from=/.test(flags) || heredocs.length > 0;
  const sources: CopySource[] = [];
  for (const { text: written, value, start: at } of values.slice(0, -1)) {
    if (value === undefined || isOfWindows(value)) return undefined;
    if (isElsewhere || (keyword === 'ADD' && isUnpacked(value))) continue;
    const offset = argumentsStart + flagsEnd + at;
    sources.push({
      path: posix.normalize(value).replace(/^\/+|\/+$/g, '') || '.',
      written: unquote(written),
      position: positionOf({ file, source, offset }),
    });
  }
  return {
    sources,
    line: positionOf({ file, source, offset: start }).line,
    target: posix.resolve(workdir, target),
    isFolder: /(?:^|\/)\.{0,2}$/.test(target) || words.length > 2,
  };
}

function unquote(word: string): string {
  return /^(["']).*\1$/s.test(word) && word.length > 1 ? word.slice(1, -1) : word;
}

/** ADD fetches the one, and takes the other apart. */
function isUnpacked(source: string): boolean {
  return /^\w+:\/\/|^git@|\.(?:tar|tgz|tbz2?|txz|gz|bz2|xz)$/i.test(source);
}

function isOfWindows(path: string): boolean {
  return /^[A-Za-z]:|\\/.test(path);
}
