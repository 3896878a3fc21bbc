import type { ErrorObject } from 'ajv';
import { distance } from 'fastest-levenshtein';
import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { InputError, type Position, type Problem } from './problem';
import { readTextFile } from './read-text';
import { schemaValidator } from './schema-validator';

/** Keys and array indices from the root to a value. */
export type JsonPath = readonly (string | number)[];

/** A JSON file that is valid by its schema, with the places of its values. */
export interface JsonFile<T> {
  readonly value: T;
  /** Where the value at the path begins; without a value there, where the nearest one around it begins. */
  positionOf(path: JsonPath): Position;
}

/** Far larger than any file that people write, far smaller than what would slow down a run. */
export const JSON_MAX_BYTES = 8 * 1024 * 1024;

const FOUND_CHARACTERS = 60;

/**
 * Reads a JSON file (RFC 8259: no comments) and validates it.
 *
 * @param displayPath what messages call the file, with `/` separators
 * @param schema JSON schema draft-07 of this package; messages show the kind of a value and the first of its `examples` as expected
 * @throws InputError with every problem: unreadable, not JSON, a key given twice, a value that breaks the schema
 */
export function readJsonFile<T>(absPath: string, displayPath: string, schema: object): JsonFile<T> {
  return parseJsonText(readTextFile(absPath, displayPath, { maxBytes: JSON_MAX_BYTES }), displayPath, schema);
}

/** As `readJsonFile`, for a text that was read before; without a schema, any JSON is valid. */
export function parseJsonText<T>(text: string, displayPath: string, schema?: object): JsonFile<T> {
  const source = text.replace(/^\uFEFF/, '');
  const at = positionFinder(source);
  const root = parseNodes(source, displayPath, at);
  const duplicates = duplicateKeys(root, displayPath, at);
  if (duplicates.length > 0) throw new InputError(duplicates);

  const value: unknown = JSON.parse(source);
  const validate = schema && schemaValidator(schema);
  if (validate && !validate(value)) {
    const problems = (validate.errors ?? [])
      // These only repeat the errors of `then`, of `else` and of the names.
      .filter(({ keyword }) => keyword !== 'if' && keyword !== 'propertyNames')
      .map((error) => schemaProblem(error, root, displayPath, at));
    throw new InputError(problems.sort((a, b) => comparePositions(a.position, b.position)));
  }
  return { value: value as T, positionOf: (path) => at(nodeNear(root, path).offset) };
}

/**
 * The known word nearest to a mistyped one; undefined if none is near enough.
 *
 * @example
 * nearMatch('realese', ['release', 'server']); // 'release'
 */
export function nearMatch(word: string, known: readonly string[]): string | undefined {
  const short = word.slice(0, FOUND_CHARACTERS).toLowerCase();
  const ranked = known
    .map((name) => ({ name, slips: distance(short, name.toLowerCase()) }))
    .sort((a, b) => a.slips - b.slips || (a.name < b.name ? -1 : 1));
  const best = ranked[0];
  return best !== undefined && best.slips <= Math.max(1, Math.floor(best.name.length / 3))
    ? best.name
    : undefined;
}

type PositionAt = (offset: number) => Position;

function positionFinder(text: string): PositionAt {
  return (offset) => {
    const before = text.slice(0, offset);
    return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
  };
}

function parseNodes(text: string, file: string, at: PositionAt): Node {
  const errors: ParseError[] = [];
  const root = parseDeep(text, errors, file);
  const error = errors[0];
  if (error !== undefined || root === undefined) {
    throw new InputError([
      {
        file,
        position: at(error?.offset ?? 0),
        message: text.trim() === '' ? 'the file is empty' : 'this is not JSON',
        expected: error ? SYNTAX_ERRORS[printParseErrorCode(error.error)] : undefined,
        found:
          error && text.trim() !== ''
            ? excerpt(text.slice(error.offset)) || 'the end of the file'
            : undefined,
      },
    ]);
  }
  return root;
}

/** The parser is recursive: ten thousand nested brackets exhaust the stack. */
function parseDeep(text: string, errors: ParseError[], file: string): Node | undefined {
  try {
    return parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError([
      { file, position: { line: 1, column: 1 }, message: 'the JSON is nested too deep' },
    ]);
  }
}

const SYNTAX_ERRORS: Readonly<Record<string, string>> = {
  CloseBraceExpected: '}',
  CloseBracketExpected: ']',
  ColonExpected: 'a colon',
  CommaExpected: 'a comma',
  EndOfFileExpected: 'the end of the file',
  InvalidCharacter: 'printable characters inside strings, others as \\u escapes',
  InvalidCommentToken: 'no comments',
  InvalidEscapeCharacter: 'one of the escapes \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u',
  InvalidNumberFormat: 'a number',
  InvalidSymbol: 'true, false, null, a number, or a string in double quotes',
  InvalidUnicode: 'four hex digits after \\u',
  PropertyNameExpected: 'a key in double quotes, and no comma after the last',
  UnexpectedEndOfComment: 'no comments',
  UnexpectedEndOfNumber: 'a number',
  UnexpectedEndOfString: 'a closing double quote',
  ValueExpected: 'a value, and no comma after the last',
};

/** JSON.parse would take the last one without an error. */
function duplicateKeys(node: Node, file: string, at: PositionAt): Problem[] {
  const seen = new Set<string>();
  return (node.children ?? []).flatMap((child) => {
    const key = node.type === 'object' ? child.children?.[0] : undefined;
    const name = key?.value as string | undefined;
    const own: Problem[] =
      key !== undefined && name !== undefined && seen.has(name)
        ? [
            {
              file,
              position: at(key.offset),
              message: `the key ${excerpt(JSON.stringify(name))} is given twice`,
              fix: 'delete one of the two',
            },
          ]
        : [];
    if (name !== undefined) seen.add(name);
    return [...own, ...duplicateKeys(child, file, at)];
  });
}

/** What messages take from the schema of a value. */
interface ValueSchema {
  readonly type?: string | readonly string[];
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, unknown>>;
}

function schemaProblem(error: ErrorObject, root: Node, file: string, at: PositionAt): Problem {
  const path = pointerPath(error.instancePath, root);
  const node = nodeNear(root, path);
  const here: Problem = { file, position: at(node.offset), message: '' };
  const name = path.length > 0 ? `"${path.join('.')}"` : 'the file';
  const schema = error.parentSchema as ValueSchema;
  const { params } = error;
  const expectation = { expected: expectedBy(schema), found: sourceExcerpt(error.data) };

  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty']);
      const near = nearMatch(key, Object.keys(schema.properties ?? {}));
      return {
        ...here,
        position: at(keyNode(node, key).offset),
        message: `unknown key ${excerpt(JSON.stringify(key))}`,
        expected: near
          ? `"${near}"`
          : `one of ${Object.keys(schema.properties ?? {})
              .sort()
              .join(', ')}`,
        fix: near ? `rename it to "${near}"` : 'delete it',
      };
    }
    case 'required':
      return {
        ...here,
        message: `${name} lacks "${String(params['missingProperty'])}"`,
        fix: `add "${String(params['missingProperty'])}"`,
      };
    case 'enum': {
      const allowed = (params['allowedValues'] as unknown[]).map(String);
      const near = nearMatch(String(error.data), allowed);
      return {
        ...here,
        message: `${name} has a value that is not known`,
        expected: `one of ${allowed.join(', ')}`,
        found: sourceExcerpt(error.data),
        fix: near && `use "${near}"`,
      };
    }
    case 'type':
      return { ...here, message: `${name} is of the wrong kind`, ...expectation };
    case 'minLength':
    case 'minItems':
      return { ...here, message: `${name} is empty`, ...expectation };
    case 'uniqueItems': {
      const twice = (error.data as unknown[])[Number(params['j'])];
      return {
        ...here,
        message: `${name} has a value twice`,
        found: sourceExcerpt(twice),
        fix: 'delete one of the two',
      };
    }
    case 'pattern':
      if (error.propertyName === undefined)
        return { ...here, message: `${name} is not of the right form`, ...expectation };
      return {
        ...here,
        position: at(keyNode(node, error.propertyName).offset),
        message: `the key ${excerpt(JSON.stringify(error.propertyName))} is not of the right form`,
        expected: expectedBy(schema),
      };
    default:
      return { ...here, message: `${name} is not valid (${error.keyword})`, ...expectation };
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

/** `a string such as "3.40.0"`: a description says what a value means, and not what it looks like. */
function expectedBy({ type, examples: [example] = [] }: ValueSchema): string {
  const kinds = (typeof type === 'string' ? [type] : (type ?? [])).map((kind) => KINDS[kind] ?? kind);
  const kind = kinds.join(' or ') || 'a value';
  return example === undefined ? kind : `${kind} such as ${JSON.stringify(example)}`;
}

/** The keys of a JSON pointer; array indices are numbers. */
function pointerPath(pointer: string, root: Node): (string | number)[] {
  const path: (string | number)[] = [];
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replace(/~1/g, '/').replace(/~0/g, '~');
    path.push(findNodeAtLocation(root, path)?.type === 'array' ? Number(key) : key);
  }
  return path;
}

function nodeNear(root: Node, path: JsonPath): Node {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node !== undefined) return node;
  }
  return root;
}

function keyNode(object: Node, key: string): Node {
  return object.children?.find((property) => property.children?.[0]?.value === key) ?? object;
}

function sourceExcerpt(value: unknown): string {
  return excerpt(JSON.stringify(value) ?? String(value));
}

/** The first line, shortened if it is long. */
function excerpt(text: string): string {
  const line = text.split(/[\r\n]/, 1)[0] ?? '';
  return line.length > FOUND_CHARACTERS ? `${line.slice(0, FOUND_CHARACTERS)}…` : line;
}

function comparePositions(a: Position | undefined, b: Position | undefined): number {
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
}
