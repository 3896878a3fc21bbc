import type { ErrorObject } from 'ajv';
import { distance } from 'fastest-levenshtein';
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type JsonPath, JsonTree } from './json-tree';
import { byPosition, positionAt } from './positions';
import { InputError, type Position, type Problem, ProblemList } from './problem';
import { readTextFile } from './read-text';
import { schemaValidator } from './schema-validator';

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
  const tree = new JsonTree(parseNodes(source, displayPath));
  refuseDuplicates(tree, source, displayPath);

  const value: unknown = JSON.parse(source);
  const validate = schema && schemaValidator(schema);
  if (validate && !validate(value))
    refuseBySchema(validate.errors ?? [], { tree, source, file: displayPath });
  return { value: value as T, positionOf: (path) => positionAt(source, tree.nodeNear(path).offset) };
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

function parseNodes(text: string, file: string): Node {
  const errors: ParseError[] = [];
  const root = parseDeep(text, errors, file);
  const error = errors[0];
  if (error !== undefined || root === undefined) {
    throw new InputError([
      {
        file,
        position: positionAt(text, error?.offset ?? 0),
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

/** JSON.parse would take the last one without an error. Its own stack: objects may be nested deep. */
function refuseDuplicates({ root }: JsonTree, text: string, file: string): void {
  const problems = new ProblemList();
  const left = [root];
  for (let node = left.pop(); node; node = left.pop()) {
    const children = node.children ?? [];
    for (let i = children.length - 1; i >= 0; i--) left.push(children[i] as Node);
    if (node.type !== 'object') continue;
    const seen = new Set<string>();
    for (const { children: [key] = [] } of children) {
      const name = key?.value as string | undefined;
      if (key === undefined || name === undefined) continue;
      if (!seen.has(name)) seen.add(name);
      else {
        problems.add(() => ({
          file,
          position: positionAt(text, key.offset),
          message: `the key ${excerpt(JSON.stringify(name))} is given twice`,
          fix: 'delete one of the two',
        }));
      }
    }
  }
  problems.throwIfAny(byPosition);
}

/** What messages take from the schema of a value. */
interface ValueSchema {
  readonly type?: string | readonly string[];
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, unknown>>;
}

interface Parsed {
  readonly tree: JsonTree;
  readonly source: string;
  readonly file: string;
}

/** @throws InputError with a problem for each error, in the order of the file */
function refuseBySchema(errors: readonly ErrorObject[], parsed: Parsed): void {
  const { tree } = parsed;
  const placed = errors
    // These only repeat the errors of `then`, of `else` and of the names.
    .filter(({ keyword }) => keyword !== 'if' && keyword !== 'propertyNames')
    .map((error) => {
      const path = tree.pathOf(error.instancePath);
      const node = tree.nodeNear(path);
      const key =
        error.keyword === 'additionalProperties' ? error.params['additionalProperty'] : error.propertyName;
      const at = key === undefined ? node : tree.keyNode(node, String(key));
      return { error, path, node, at };
    })
    .sort((a, b) => a.at.offset - b.at.offset);
  const problems = new ProblemList();
  for (const each of placed) problems.add(() => schemaProblem(each, parsed));
  problems.throwIfAny();
}

/** An error of the validator: where the value is, and where the problem is shown. */
interface PlacedError {
  readonly error: ErrorObject;
  readonly path: JsonPath;
  readonly node: Node;
  readonly at: Node;
}

function schemaProblem({ error, path, node, at }: PlacedError, { source, file }: Parsed): Problem {
  const here: Problem = { file, position: positionAt(source, at.offset), message: '' };
  const name = path.length > 0 ? `"${path.join('.')}"` : 'the file';
  const schema = error.parentSchema as ValueSchema;
  const { params } = error;
  const found = sourceExcerpt(error.data, node, source);
  const expectation = { expected: expectedBy(schema), found };

  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty']);
      const near = nearMatch(key, Object.keys(schema.properties ?? {}));
      return {
        ...here,
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
        found,
        fix: near && `use "${near}"`,
      };
    }
    case 'type':
      return { ...here, message: `${name} is of the wrong kind`, ...expectation };
    case 'minLength':
    case 'minItems':
      return { ...here, message: `${name} is empty`, ...expectation };
    case 'minimum':
    case 'maximum':
      return {
        ...here,
        message: `${name} is too ${error.keyword === 'minimum' ? 'small' : 'large'}`,
        expected: `at ${error.keyword === 'minimum' ? 'least' : 'most'} ${String(params['limit'])}`,
        found,
      };
    case 'maxItems':
      return {
        ...here,
        message: `${name} has too many values`,
        expected: `at most ${String(params['limit'])}`,
        found: `${(error.data as unknown[]).length}`,
        fix: 'delete what is not needed',
      };
    case 'uniqueItems': {
      const j = Number(params['j']);
      const twice = (error.data as unknown[])[j];
      return {
        ...here,
        message: `${name} has a value twice`,
        found: sourceExcerpt(twice, node.children?.[j] ?? node, source),
        fix: 'delete one of the two',
      };
    }
    case 'pattern':
      if (error.propertyName === undefined)
        return { ...here, message: `${name} is not of the right form`, ...expectation };
      return {
        ...here,
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

/** Written so much, a value is shown as it is written: its JSON would be made for the sake of its first characters. */
const LONG = 1000;

function sourceExcerpt(value: unknown, node: Node, source: string): string {
  if (node.length <= LONG) return excerpt(JSON.stringify(value) ?? String(value));
  return excerpt(source.slice(node.offset, node.offset + LONG).replace(/\s+/g, ' '));
}

/** The first line, shortened if it is long. */
function excerpt(text: string): string {
  const line = text.split(/[\r\n]/, 1)[0] ?? '';
  return line.length > FOUND_CHARACTERS ? `${line.slice(0, FOUND_CHARACTERS)}…` : line;
}
