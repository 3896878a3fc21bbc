import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  visit,
  type YAMLMap,
} from 'yaml';
import { groupBy } from '../input/group-by';
import { InputError, type Position, type Problem } from '../input/problem';

/** How many aliases and merge keys are followed in one document; people's files need some dozens. */
const MAX_ALIAS_STEPS = 1000;

/** One slip often causes hundreds of errors below it. */
const MAX_SYNTAX_PROBLEMS = 3;

/**
 * Parses every document of a YAML file; any tags are kept, and all scalars are strings.
 *
 * @throws InputError at each syntax error
 */
export function parseYaml(source: string, file: string): YamlDocument[] {
  const lineCounter = new LineCounter();
  const documents = withinStack(file, () =>
    Array.from(
      parseAllDocuments(source, {
        lineCounter,
        schema: 'failsafe',
        prettyErrors: false,
        // The time of the parser's own check grows with the square of a map's size; `YamlDocument.get` checks the keys it reads.
        uniqueKeys: false,
      }),
    ),
  );
  const problems = documents
    .flatMap((document) => document.errors)
    .map((error): Problem => {
      const { line, col } = lineCounter.linePos(error.pos[0]);
      return { file, position: { line, column: col }, message: `this is not valid YAML: ${error.message}` };
    });
  if (problems.length > 0) throw new InputError(problems.slice(0, MAX_SYNTAX_PROBLEMS));
  return documents.map((document) => new YamlDocument(document, file, lineCounter));
}

/** The parser is recursive: thousands of nested brackets exhaust the stack. */
function withinStack<T>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError([{ file, message: 'the YAML is nested too deeply to be read' }]);
  }
}

/** The text of a scalar. */
export function scalarText(node: unknown): string | undefined {
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
}

/** Reads single values out of a document, through aliases and merge keys, without ever expanding the whole. */
export class YamlDocument {
  private readonly targets: ReadonlyMap<Alias, Node | undefined>;
  private readonly keys = new WeakMap<YAMLMap, ReadonlyMap<string, readonly Pair[]>>();
  private aliasSteps = 0;

  constructor(
    private readonly document: Document.Parsed | Document,
    private readonly file: string,
    private readonly lineCounter: LineCounter,
  ) {
    this.targets = aliasTargets(document);
  }

  get root(): Node | undefined {
    return this.follow(this.document.contents);
  }

  position(node: Node): Position {
    const { line, col } = this.lineCounter.linePos(node.range?.[0] ?? 0);
    return { line, column: col };
  }

  /**
   * The value of a key: the map's own, else that of the first of its merge keys (`<<: *base`) that has it. `!reset`,
   * null and an empty value count as none.
   */
  get(map: YAMLMap, key: string): Node | undefined {
    const keys = this.keysOf(map);
    const own = keys.get(key) ?? [];
    if (own[1])
      throw this.problem(own[1].key, `the key ${key} is given twice in one map`, 'delete one of the two');
    if (own[0]) {
      const value = this.follow(own[0].value);
      return value && value.tag !== '!reset' && !isNull(value) ? value : undefined;
    }
    for (const item of keys.get('<<') ?? []) {
      const merged = this.follow(item.value);
      for (const source of isSeq(merged) ? merged.items : [merged]) {
        const base = this.follow(source);
        const value = isMap(base) ? this.get(base, key) : undefined;
        if (value) return value;
      }
    }
    return undefined;
  }

  /** A map may have as many keys as the file has lines, and is asked for many of them. */
  private keysOf(map: YAMLMap): ReadonlyMap<string, readonly Pair[]> {
    let keys = this.keys.get(map);
    if (!keys) {
      const named = map.items.filter(({ key }) => scalarText(key) !== undefined);
      keys = groupBy(named, ({ key }) => scalarText(key) ?? '');
      this.keys.set(map, keys);
    }
    return keys;
  }

  /** The node itself, or the one that the alias refers to. */
  follow(node: unknown): Node | undefined {
    let target = node as Node | null | undefined;
    while (isAlias(target)) {
      if (++this.aliasSteps > MAX_ALIAS_STEPS) {
        throw this.problem(target, 'the aliases lead to too many others', 'write out the values');
      }
      const anchored = this.targets.get(target);
      if (!anchored) {
        throw this.problem(
          target,
          `the anchor &${target.source} is not defined before this alias`,
          'define it, or write the value',
        );
      }
      target = anchored;
    }
    return target ?? undefined;
  }

  private problem(node: unknown, message: string, fix: string): InputError {
    return new InputError([{ file: this.file, position: this.position(node as Node), message, fix }]);
  }
}

function isNull(node: Node): boolean {
  return ['', '~', 'null'].includes(scalarText(node) ?? 'a collection');
}

/** An alias refers to the last node before it that has its anchor. */
function aliasTargets(document: Document.Parsed | Document): Map<Alias, Node | undefined> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node | undefined>();
  visit(document as Document, {
    Node: (_key, node) => {
      if (isAlias(node)) targets.set(node, anchors.get(node.source));
      else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}
