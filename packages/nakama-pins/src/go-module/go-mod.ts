import { byPosition } from '../input/positions';
import type { ProblemList } from '../input/problem';
import { readTextFile } from '../input/read-text';
import { fields, trimSpace } from './go-text';
import {
  type Directive,
  DirectiveError,
  type DirectiveSet,
  expectArgs,
  expectFirst,
  readDirectives,
  readGo,
  readGodebug,
  readModuleVersion,
  readReplace,
  readString,
  readToolchain,
} from './mod-directives';
import type { ModToken } from './mod-lexer';
import { type ModLine, type ModSyntax, readModSyntax, tokenPosition } from './mod-syntax';
import type {
  ExcludeDirective,
  GodebugDirective,
  GoDirective,
  GoMod,
  ModuleDirective,
  PathDirective,
  ReplaceDirective,
  RequireDirective,
  RetractDirective,
  ToolchainDirective,
} from './module-files';
import { compareVersions } from './module-version';

/** A larger go.mod is refused: the largest in public use are some 100 KB. */
export const GO_MOD_MAX_BYTES = 1024 * 1024;

const BLOCKS = ['module', 'godebug', 'require', 'exclude', 'replace', 'retract', 'tool', 'ignore'];
/** The directives of a go.mod file. */
export const GO_MOD: DirectiveSet = { keywords: [...BLOCKS, 'go', 'toolchain'], blocks: BLOCKS };

/**
 * Reads a go.mod file.
 *
 * @param displayPath what messages and `GoMod.file` call it
 * @throws InputError as `readTextFile` and `parseGoMod`
 */
export function readGoMod(absPath: string, displayPath: string): GoMod {
  return parseGoMod(readTextFile(absPath, displayPath, { maxBytes: GO_MOD_MAX_BYTES }), displayPath);
}

/**
 * The values of a go.mod file. Accepts and refuses what `go mod edit -json` does (golang.org/x/mod/modfile,
 * strict, no version fixer), with two exceptions: a replacement folder written with `\` is refused on every
 * host, and repeated directives stay in the lists (of two equal `exclude`, `tool` or `ignore`
 * the first counts for Go, of two `replace` of one module the last).
 *
 * @throws InputError with every problem of the file
 */
export function parseGoMod(text: string, file: string): GoMod {
  const { syntax, problems } = readModSyntax(text, file);
  const goMod = interpretGoMod(syntax, problems);
  problems.throwIfAny(byPosition);
  return goMod;
}

/**
 * The requirement that counts for each module: if several name one path, Go selects the highest version.
 */
export function selectedRequirements(goMod: GoMod): ReadonlyMap<string, RequireDirective> {
  const selected = new Map<string, RequireDirective>();
  for (const require of goMod.require) {
    const other = selected.get(require.path);
    if (!other || compareVersions(require.version, other.version) > 0) selected.set(require.path, require);
  }
  return selected;
}

interface Draft {
  module?: ModuleDirective;
  go?: GoDirective;
  toolchain?: ToolchainDirective;
  readonly file: string;
  readonly godebug: GodebugDirective[];
  readonly require: RequireDirective[];
  readonly exclude: ExcludeDirective[];
  readonly replace: ReplaceDirective[];
  readonly retract: RetractDirective[];
  readonly tool: PathDirective[];
  readonly ignore: PathDirective[];
}

function interpretGoMod(syntax: ModSyntax, problems: ProblemList): GoMod {
  const draft: Draft = {
    file: syntax.file,
    godebug: [],
    require: [],
    exclude: [],
    replace: [],
    retract: [],
    tool: [],
    ignore: [],
  };
  readDirectives(syntax, GO_MOD, problems, (directive) => addDirective(draft, directive));
  return draft;
}

function addDirective(draft: Draft, directive: Directive): void {
  const { position } = directive;
  switch (directive.keyword) {
    case 'go':
      expectFirst(directive, draft.go);
      draft.go = readGo(directive);
      break;
    case 'toolchain':
      expectFirst(directive, draft.toolchain);
      draft.toolchain = readToolchain(directive);
      break;
    case 'module':
      expectFirst(directive, draft.module);
      draft.module = { path: readPath(directive), deprecated: deprecationOf(directive), position };
      break;
    case 'godebug':
      draft.godebug.push(readGodebug(directive));
      break;
    case 'require': {
      const { path, version } = readPathVersion(directive);
      const versionPosition = tokenPosition(directive.line, directive.args[1] as ModToken);
      draft.require.push({ path, version, indirect: isIndirect(directive.line), position, versionPosition });
      break;
    }
    case 'exclude': {
      const { path, version } = readPathVersion(directive);
      draft.exclude.push({ path, version, position });
      break;
    }
    case 'replace':
      draft.replace.push(readReplace(directive));
      break;
    case 'retract': {
      const { low, high } = readInterval(directive);
      draft.retract.push({ low, high, rationale: commentOf(directive), position });
      break;
    }
    case 'tool':
      draft.tool.push({ path: readPath(directive), position });
      break;
    case 'ignore':
      draft.ignore.push({ path: readPath(directive), position });
      break;
  }
}

function readPath(directive: Directive): string {
  expectArgs(directive, 1, directive.keyword === 'ignore' ? './folder' : 'example.com/path');
  return readString(directive.args[0] as ModToken);
}

function readPathVersion(directive: Directive): { path: string; version: string } {
  expectArgs(directive, 2, 'example.com/path v1.2.3');
  const [path, version] = directive.args as [ModToken, ModToken];
  return readModuleVersion(path, version);
}

/** `// indirect`, alone or followed by `;` and more. */
export function isIndirect(line: ModLine): boolean {
  if (!line.suffix) return false;
  if (line.suffix.text === '// indirect') return true;
  const words = fields(line.suffix.text.slice(2));
  return words.length === 1 ? words[0] === 'indirect' : words[0] === 'indirect;';
}

/** Go takes the versions of retractions as they are written. */
function readInterval(directive: Directive): { low: string; high: string } {
  const { args } = directive;
  const [first, low, comma, high, close, rest] = args;
  if (!first || first.text === '(') throw intervalError(first, 'a version or [');
  if (first.text !== '[') {
    if (low) throw intervalError(low, 'the end of the line');
    const version = readString(first);
    return { low: version, high: version };
  }
  if (!low) throw intervalError(undefined, 'a version after [');
  const lowVersion = readString(low);
  if (comma?.text !== ',') throw intervalError(comma, '"," after the version');
  if (!high) throw intervalError(undefined, 'a version after ","');
  const highVersion = readString(high);
  if (close?.text !== ']') throw intervalError(close, '"]" after the version');
  if (rest) throw intervalError(rest, 'the end of the line');
  return { low: lowVersion, high: highVersion };
}

function intervalError(token: ModToken | undefined, expected: string): DirectiveError {
  return new DirectiveError(token, {
    message: 'this is not a retracted version or interval',
    expected,
    found: token?.text ?? 'the end of the line',
    fix: 'write retract v1.2.3, or retract [v1.2.0, v1.2.3]',
  });
}

/** The text of a directive's comments; a line of a block without comments has those of the block. */
function commentOf({ line, block }: Directive): string {
  const ownComments = line.suffix ? [...line.before, line.suffix] : line.before;
  const comments = block && ownComments.length === 0 ? block.before : ownComments;
  return comments
    .filter((comment) => comment.text.startsWith('//'))
    .map((comment) => trimSpace(comment.text.slice(2)))
    .join('\n');
}

function deprecationOf(directive: Directive): string | undefined {
  const text = commentOf(directive);
  if (!text.includes('Deprecated:')) return undefined;
  return /(?:^|\n\n)Deprecated: *(.*?)(?:$|\n\n)/s.exec(text)?.[1] || undefined;
}
