import {
  type Assignment,
  assignmentsOf,
  MAX_LENGTH,
  pairOf,
  type Variables,
  withValues,
  withVariables,
} from './variables';
import { type Command, commandsOf, type Dialect, execWords, SHELL, type Word } from './words';

/** An argument of a command, variables replaced. */
export interface Argument {
  readonly text: string;
  /** Whether it begins with a variable that nothing tells the value of: it may be any words. */
  readonly isOpen: boolean;
}

/** A run of the go command in a script. */
export interface GoCommand {
  /** `build`, `mod tidy`, `get` … */
  readonly verb: string;
  /** What follows the verb. */
  readonly args: readonly Argument[];
  /** What programs get from the script and from the command itself. */
  readonly env: Variables;
  /** `1.26.5`, if the program is `go1.26.5`. */
  readonly version?: string;
  /** Folders that the command works in or builds, as written. */
  readonly folders: readonly string[];
  /** Of the program's name, in the script. UTF-16 code units from 0. */
  readonly start: number;
}

export interface Script {
  readonly text: string;
  readonly dialect?: Dialect;
  /** What programs get from the place that runs the script: `ENV`, `environment:`, `env:`. */
  readonly env?: () => Variables;
  /** The folder that it runs in, if its place names one. */
  readonly folder?: string;
  /** Whether each line has a shell of its own, as in Makefiles: then `cd` holds for its line alone. */
  readonly isLineByLine?: boolean;
}

/** `go`, `/usr/local/go/bin/go`, `go1.26.5`, `go.exe`; in Makefiles `$(GO)` and `$(GOCMD)`. */
const GO = /^(?:@|-|\+)*(?:.*[\\/])?go(?<version>1(?:\.\d+)*(?:(?:rc|beta)\d+)?)?(?:\.exe)?$/;
const GO_VARIABLE = /^@?\$[({](?:GO|GOCMD|GO_CMD|GOBIN|GO_BIN)[)}]$/;
/** Its entrypoint is go. */
const BUILDER_IMAGE = /(?:^|\/)nakama-pluginbuilder(?::\S*)?$/;
/** What these print, search and describe is not run. */
const NOT_RUN = /^@?(?:echo|printf|print|write-host|grep|sed|awk|git|rem|::|test|alias|help|label)$/i;
const CAN_BE_GO = /\bgo\b|\bgo1|\bGO|nakama-pluginbuilder/;

/** The commands of Go that a script runs, in order. */
export function goCommandsOf({
  text,
  dialect = SHELL,
  env,
  folder,
  isLineByLine = false,
}: Script): GoCommand[] {
  if (!CAN_BE_GO.test(text)) return [];
  const exec = execWords(text);
  const reader = new Reader(dialect, env?.() ?? NONE, folder);
  let last = 0;
  for (const command of exec ? [exec] : commandsOf(text, dialect)) {
    const start = command[0]?.start ?? 0;
    if (isLineByLine && LINE_END.test(text.slice(last, start))) reader.folder = folder;
    last = start;
    reader.take(command);
  }
  return reader.found;
}

/** One that is not continued. */
const LINE_END = /(?<!\\)\r?\n/;

const NONE: Variables = new Map();

/** Characters. */
const MAX_EXPANDED = 1024 * 1024;

class Reader {
  readonly found: GoCommand[] = [];
  private readonly assigned = new Set<string>();
  private expandedLength = 0;

  /**
   * @param env what programs get
   * @param variables what is replaced in the script
   */
  constructor(
    private readonly dialect: Dialect,
    private env: Variables,
    public folder: string | undefined,
    private variables = env,
  ) {}

  take(command: Command): void {
    if (isGo(command[0])) {
      this.run(command, 0);
      return;
    }
    const assignments = assignmentsOf(command);
    if (assignments.length > 0) {
      assignments.forEach((assignment) => this.assign(assignment));
      return;
    }
    const first = command[0]?.text ?? '';
    if (NOT_RUN.test(first)) return;
    if (/^[@+-]*(?:cd|pushd|set-location)$/i.test(first)) this.folder = this.replaced(command[1]?.text ?? '');
    const at = command.findIndex(isGo);
    const image = command.findIndex(({ text }) => BUILDER_IMAGE.test(this.replaced(text)));
    if (at >= 0) this.run(command, at);
    else if (image >= 0) this.run(command, image);
    else this.takeScripts(command);
  }

  /** `sh -c "go build …"`: a word that is a script of its own. */
  private takeScripts(command: Command): void {
    for (const { text, start, isQuoted } of command) {
      if (!isQuoted || !/\s/.test(text) || !CAN_BE_GO.test(text)) continue;
      const inner = new Reader(this.dialect, this.env, this.folder, this.variables);
      for (const words of commandsOf(text)) {
        // Quotes inside are rare: the place is right up to the first of them.
        inner.take(words.map((word) => ({ ...word, start: start + 1 + word.start })));
      }
      for (const command of inner.found) this.found.push(command);
    }
  }

  private run(command: Command, at: number): void {
    const program = command[at] as Word;
    const given = [...this.givenBefore(command.slice(0, at))];
    const env = given.length > 0 ? withValues(this.env, given) : this.env;
    const words = command.slice(at + 1).flatMap((word) => this.expanded(word));
    const chdir = /^--?C(?:=(.*))?$/.exec(words[0]?.text ?? '');
    const rest = words.slice(chdir ? (chdir[1] === undefined ? 2 : 1) : 0);
    const verb = rest[0]?.text === 'mod' ? `mod ${rest[1]?.text ?? ''}` : (rest[0]?.text ?? '');
    const args = rest.slice(verb.startsWith('mod ') ? 2 : 1);
    if (verb === 'env') {
      this.setForUser(args.map(({ text }) => text));
      return;
    }
    this.found.push({
      verb,
      args,
      env,
      version: GO.exec(program.text)?.groups?.['version'],
      folders: [
        this.folder,
        ...workdirs(command.slice(0, at)),
        chdir?.[1] ?? (chdir ? words[1]?.text : undefined),
        ...args.map(({ text }) => text).filter((text) => /^[\w.][\w./-]*$/.test(text)),
      ].filter((folder) => folder !== undefined),
      start: program.start + (/^[@+-]*/.exec(program.text)?.[0].length ?? 0),
    });
  }

  /** `A=1 go`, `env A=1 go`, `docker run -e A=1 image`. */
  private *givenBefore(words: Command): Iterable<[string, string | undefined]> {
    for (const word of words) {
      const pair = pairOf({ text: word.text.replace(/^--?e(?:nv)?=/, '').replace(/^@/, '') });
      if (!pair) continue;
      const { text, isKnown } = withVariables(pair.value, this.variables);
      yield [pair.name, isKnown ? text : undefined];
    }
  }

  /** `go env -w A=1`: Go takes it where the environment has none. */
  private setForUser(args: readonly string[]): void {
    if (!/^--?w$/.test(args[0] ?? '')) return;
    for (const text of args.slice(1)) {
      const pair = pairOf({ text });
      if (pair && !this.env.has(pair.name)) this.env = withValues(this.env, [[pair.name, pair.value]]);
    }
  }

  private assign({ name, value, isAppended, isExported }: Assignment): void {
    const { text, isKnown } = withVariables(value, this.variables);
    const before = isAppended ? `${this.variables.get(name) ?? ''} ` : '';
    // Of two values, a condition decides that is not looked at.
    const isAmbiguous = !isAppended && this.assigned.has(name) && this.variables.get(name) !== text;
    const all = before + text;
    // One that is added to again and again grows with the script.
    const now = isKnown && !isAmbiguous && !(isAppended && all.length > MAX_LENGTH) ? all : undefined;
    this.assigned.add(name);
    this.variables = withValues(this.variables, [[name, now]]);
    if (isExported || this.env.has(name)) this.env = withValues(this.env, [[name, now]]);
  }

  private replaced(text: string): string {
    return this.valueOf(text).text;
  }

  /** Once the values of a script's variables fill more than a large script, the others are not known. */
  private valueOf(written: string): ReturnType<typeof withVariables> {
    if (this.expandedLength > MAX_EXPANDED) return { text: written, isKnown: !written.includes('$') };
    const value = withVariables(written, this.variables);
    this.expandedLength += Math.max(0, value.text.length - written.length);
    return value;
  }

  /** A variable outside quotes may hold several words. */
  private expanded(word: Word): Argument[] {
    const { text, isKnown } = this.valueOf(word.text);
    const isOpen = (part: string): boolean => !isKnown && /^[$%{`]/.test(part);
    return text !== word.text && !word.isQuoted
      ? commandsOf(text)
          .flat()
          .map((part) => ({ text: part.text, isOpen: isOpen(part.text) }))
      : [{ text, isOpen: isOpen(text) }];
  }
}

/** `docker run -w /src/arena`, `--workdir=/src/arena`. */
function workdirs(words: Command): string[] {
  return words.flatMap(({ text }, i) => {
    const given = /^--workdir=(.+)$/.exec(text)?.[1];
    const next = text === '-w' || text === '--workdir' ? words[i + 1]?.text : undefined;
    return given ?? next ?? [];
  });
}

function isGo(word: Word | undefined): boolean {
  return word !== undefined && /go/i.test(word.text) && (GO.test(word.text) || GO_VARIABLE.test(word.text));
}
