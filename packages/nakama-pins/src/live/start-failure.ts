import type { FindingLocation } from '../input/problem';
import { type LogEntry, logEntry } from '../loading/log-entry';
import { crashLine, readRefusal, type Refusal } from '../loading/server-log';
import type { ProgramEnd } from '../toolchain/start-program';
import { placeInStack, type StackModule } from './go-stack';
import { cameToPlugins, hasInitialised } from './start-log';

/** How a plugin keeps a server from starting. */
export type InitFailure =
  | 'returns an error'
  | 'panics'
  | 'blocks'
  | 'ends the server'
  /** Nakama's main function ends with `defer os.Exit(0)`: of a panic in InitModule nothing is printed. */
  | 'ends in silence';

/** Why a server did not start. */
export type StartFailure =
  /** It does not open a plugin. */
  | { readonly kind: 'refuses'; readonly plugin: string | undefined; readonly refusal: Refusal }
  | {
      readonly kind: 'init';
      readonly how: InitFailure;
      /** Its path below runtime.path without `.so`, if the server names it. */
      readonly plugin: string | undefined;
      /** The error, the panic, or the last words, in one line; empty if there are none. */
      readonly says: string;
      /** The line of the workspace at which it stopped. */
      readonly place: FindingLocation | undefined;
    }
  /** No plugin is to blame: the configuration, the database, a port. */
  | { readonly kind: 'server'; readonly says: string };

const RETURNED = 'Error returned by InitModule function in Go module';

/** Long enough for an error with its causes. */
const MAX_WORDS = 1000;

/**
 * Reads why a server did not start from how it ended and what it printed.
 *
 * @param timedOut it had to be ended, and has printed what each goroutine did
 */
export function readStartFailure(
  {
    end,
    timedOut,
    lines,
  }: { readonly end: ProgramEnd; readonly timedOut: boolean; readonly lines: readonly string[] },
  modules: readonly StackModule[],
): StartFailure {
  const fatal = lines.map(logEntry).find((entry) => entry?.level === 'fatal');
  const plain = lines.filter((line) => logEntry(line) === undefined);
  const refused = refusalOf(end, lines);
  if (refused) return { kind: 'refuses', plugin: refused.plugin, refusal: refused };
  if (fatal?.msg === RETURNED) {
    const { name: plugin, error = '' } = fatal;
    return { kind: 'init', how: 'returns an error', plugin, says: oneLine(error), place: undefined };
  }
  // A plugin may log the stack of its own panic.
  const ownWords = wordsOfPlugins(lines);
  const place = placeInStack([...plain, ...ownWords.flatMap(({ msg = '' }) => msg.split('\n'))], modules);
  if (timedOut && isInPlugins(lines)) {
    return { kind: 'init', how: 'blocks', plugin: undefined, says: '', place };
  }
  const crash = plain.some((line) => /^(?:panic|fatal error): /.test(line))
    ? crashLine(plain.join('\n'))
    : ownWords.find(({ msg = '' }) => /\ngoroutine \d+ \[[^]*\npanic\(/.test(msg))?.msg?.split('\n')[0];
  if (crash !== undefined && (place || isInPlugins(lines))) {
    return { kind: 'init', how: 'panics', plugin: undefined, says: oneLine(crash), place };
  }
  if (!fatal && isInPlugins(lines)) {
    const how = end.code === 0 ? 'ends in silence' : 'ends the server';
    const last = ownWords.at(-1);
    const says = oneLine(last?.msg ?? plain.filter((line) => line.trim() !== '').at(-1) ?? '');
    return { kind: 'init', how, plugin: undefined, says, place: place ?? placeOfCaller(last, modules) };
  }
  return { kind: 'server', says: oneLine(serverSays(fatal, timedOut, end, lines)) };
}

function isInPlugins(lines: readonly string[]): boolean {
  return cameToPlugins(lines) && !hasInitialised(lines);
}

/** What was logged while plugins ran, the server's own lines apart. */
function wordsOfPlugins(lines: readonly string[]): LogEntry[] {
  const begins = lines.findIndex((line) => cameToPlugins([line]));
  return lines.slice(begins + 1).flatMap((line): LogEntry[] => {
    const entry = logEntry(line);
    return entry && !/^server\//.test(String(entry['caller'] ?? '')) ? [entry] : [];
  });
}

/** What a plugin logs by Go's own `log` has its last folder, file and line. */
function placeOfCaller(
  entry: LogEntry | undefined,
  modules: readonly StackModule[],
): FindingLocation | undefined {
  const [, folder, file, line] = /^([^/]+)\/([^/:]+):(\d+)$/.exec(String(entry?.['caller'] ?? '')) ?? [];
  const module = modules.find(({ path }) => path.split('/').at(-1) === folder);
  if (!module || file === undefined) return undefined;
  return { file: module.dir === '.' ? file : `${module.dir}/${file}`, line: Number(line), column: 1 };
}

/** What the server says of a plugin that it does not open; it logs it as `nakama check` does. */
function refusalOf({ code, killedBy }: ProgramEnd, lines: readonly string[]): Refusal | undefined {
  const ofOpening = lines.filter((line) => {
    const msg = logEntry(line)?.msg ?? '';
    return msg === 'Could not open Go module' || /^Error (?:looking up|reading) InitModule/.test(msg);
  });
  if (ofOpening.length === 0) return undefined;
  return readRefusal({
    code: code || 1,
    ...(killedBy && { killedBy }),
    stdout: ofOpening.join('\n'),
    stderr: '',
  });
}

function serverSays(
  fatal: LogEntry | undefined,
  timedOut: boolean,
  { code, killedBy }: ProgramEnd,
  lines: readonly string[],
): string {
  if (fatal) return [fatal.msg, fatal.error].filter(Boolean).join(': ');
  if (timedOut) return 'it does not answer, and was ended';
  return lines.at(-1) ?? `it ended with ${code === null ? killedBy : `exit code ${code}`}`;
}

function oneLine(text: string): string {
  return text
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .slice(0, MAX_WORDS);
}
