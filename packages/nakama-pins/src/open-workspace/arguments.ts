import { statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { InputError, type Problem } from '../input/problem';

/** What may be given for an argument or an option. */
export interface Kind {
  /** `true or false` */
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
  readonly isRequired?: boolean;
}

type Kinds = Readonly<Record<string, Kind>>;

const FOUND_CHARACTERS = 60;

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isList = (value: unknown, fits: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(fits);

export const FLAG: Kind = { expected: 'true or false', fits: (value) => typeof value === 'boolean' };
export const TEXT: Kind = { expected: 'a text that is not empty', fits: isText };
/** Flags may be none at all. */
export const ANY_TEXT: Kind = { expected: 'a text', fits: (value) => typeof value === 'string' };
export const TEXTS: Kind = {
  expected: 'a list of texts',
  fits: (value) => isList(value, (item) => typeof item === 'string'),
};
export const PATHS: Kind = {
  expected: 'a list of paths that are not empty',
  fits: (value) => isList(value, isText),
  isRequired: true,
};
export const FUNCTION: Kind = { expected: 'a function', fits: (value) => typeof value === 'function' };
export const OBJECT: Kind = {
  expected: 'an object',
  fits: (value) => typeof value === 'object' && value !== null,
};
export const COUNT: Kind = {
  expected: 'a whole number',
  fits: (value) => Number.isInteger(value) && Number(value) >= 0,
};
export const ROOT: Kind = {
  expected: 'the absolute path of a folder that exists',
  fits: (value) =>
    typeof value === 'string' &&
    isAbsolute(value) &&
    statSync(value, { throwIfNoEntry: false })?.isDirectory() === true,
  isRequired: true,
};
export const ABSOLUTE: Kind = {
  expected: 'an absolute path',
  fits: (value) => typeof value === 'string' && isAbsolute(value),
};
/** As nakama.json has them. None at all would build and open nothing, and call that a success. */
export const PLATFORM: Kind = {
  expected: 'GOOS/GOARCH, such as linux/amd64',
  fits: (value) => typeof value === 'string' && /^[a-z0-9]+\/[a-z0-9]+$/.test(value),
};
export const PLATFORMS: Kind = {
  expected: 'a list of at least one GOOS/GOARCH, such as linux/amd64',
  fits: (value) => isList(value, PLATFORM.fits) && (value as unknown[]).length > 0,
};

export function oneOf(...words: readonly string[]): Kind {
  return { expected: words.join(' or '), fits: (value) => words.includes(value as string) };
}

export function either(one: Kind, other: Kind): Kind {
  return {
    expected: `${one.expected}, or ${other.expected}`,
    fits: (value) => one.fits(value) || other.fits(value),
  };
}

export function required(kind: Kind): Kind {
  return { ...kind, isRequired: true };
}

/**
 * Refuses what no method could use, before anything is done: types end where JavaScript, JSON and variables of CI begin.
 *
 * @param method `verify`
 * @param values arguments and options by name; undefined stands for one that is left out
 * @throws InputError with a problem for each that can't be used
 */
export function checkArguments(method: string, values: unknown, kinds: Kinds): void {
  if (!OBJECT.fits(values)) throw new InputError([problemOf(method, 'options', values, OBJECT)]);
  const given = values as Readonly<Record<string, unknown>>;
  const problems = Object.entries(kinds).flatMap(([name, kind]) => {
    const value = given[name];
    const isFine = value === undefined ? !kind.isRequired : kind.fits(value);
    return isFine ? [] : [problemOf(method, name, value, kind)];
  });
  if (problems.length > 0) throw new InputError(problems);
}

function problemOf(method: string, name: string, value: unknown, { expected, isRequired }: Kind): Problem {
  const found = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return {
    file: name,
    message: `${method} can't use what is given here`,
    expected,
    found: (typeof value === 'string' ? `"${value}"` : found).slice(0, FOUND_CHARACTERS),
    fix: isRequired ? `give ${expected}` : `give ${expected}, or leave ${name} out`,
  };
}

/**
 * A path as all messages and outcomes have it: relative to the root, with `/`, `.` for the root.
 *
 * @param path `./plugins/arena/`, or an absolute one
 */
export function fromRoot(root: string, path: string): string {
  return relative(root, resolve(root, path)).split(sep).join('/') || '.';
}
