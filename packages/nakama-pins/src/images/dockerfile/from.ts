import { InputError } from '../../input/problem';
import { readImageReference } from '../image-reference';
import type { ImageUse } from '../image-use';
import { substitute } from '../substitution';
import { originAt, positionOf, type TracedText } from '../traced-text';
import type { Instruction } from './instructions';
import { wordsIn } from './words';

export interface Source {
  readonly file: string;
  readonly text: string;
}

export interface FromLine {
  /** The image reference or stage name, variables substituted. */
  readonly reference: string;
  /** `AS name` */
  readonly name?: string;
  /** Absent for `scratch`, which is not an image. */
  readonly image?: ImageUse;
}

/**
 * `FROM [--platform=…] image [AS name]`
 *
 * @throws InputError if it has other words
 */
export function readFrom(
  from: Instruction,
  { file, text }: Source,
  variables: ReadonlyMap<string, TracedText>,
): FromLine {
  const words = wordsIn(from.text);
  const flagged = words.findIndex((word) => !word.text.startsWith('--'));
  const flags = words.slice(0, flagged < 0 ? words.length : flagged);
  const [image, as, name, ...more] = words.slice(flags.length);
  if (!image || more.length > 0 || (as && (!name || as.text.toUpperCase() !== 'AS'))) {
    const written = text.slice(from.start, from.end).trimEnd();
    throw new InputError([
      {
        file,
        position: positionOf({ file, source: text, offset: from.start }),
        message: 'FROM has the wrong number of words',
        expected: 'FROM [--platform=…] image [AS name]',
        found: written.includes('\n') ? undefined : written,
        fix: 'write one image, and after it nothing, or AS and one name',
      },
    ]);
  }
  const lookup = (variable: string) => variables.get(variable);
  const raw = image.text;
  const written = unquote(raw);
  const offset = from.argumentsStart + image.start;
  const reference = substitute(written, lookup, originAt(file, text, offset, written));
  const platform = flags
    .find((flag) => flag.text.startsWith('--platform='))
    ?.text.slice('--platform='.length);
  const position = positionOf({ file, source: text, offset });
  return {
    reference: reference.value,
    name: name?.text,
    image:
      reference.value === 'scratch'
        ? undefined
        : {
            file,
            position,
            kind: 'dockerfile',
            raw,
            ...readImageReference(reference, file, position),
            platform: platform ? substitute(platform, lookup).value : undefined,
            buildsPlugin: false,
          },
  };
}

function unquote(word: string): string {
  return /^(["']).*\1$/s.test(word) ? word.slice(1, -1) : word;
}
