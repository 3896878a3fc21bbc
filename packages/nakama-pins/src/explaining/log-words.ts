import { type LogEntry, logEntry } from '../loading/log-entry';

/** What a line of a log says. */
export interface LogWords {
  /** `error`, `fatal`; undefined for a line that is no entry. */
  readonly level?: string;
  /** Message and error, in one line. */
  readonly says: string;
  /** The plugin that it names: a path, or a name without `.so`. */
  readonly plugin?: string;
}

/** Colours and other commands of terminals (ECMA-48). */
// eslint-disable-next-line no-control-regex -- these begin them
const TERMINAL = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/** What docker compose, docker logs, kubectl and stern put before each line. */
const PREFIXES: readonly RegExp[] = [
  // nakama-1  | …
  /^[\w.-]+\s*\| /,
  // [pod/nakama-0/nakama] …
  /^\[[\w./-]+\] /,
  // 2026-11-29T12:30:45.840123Z …, and journald's Nov 29 12:30:45 host nakama[123]:
  /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d) /,
  /^[A-Z][a-z]{2} [ \d]\d [\d:]{8} \S+ [\w.-]+(?:\[\d+\])?: /,
  // stdout F …, of containerd's own files
  /^(?:stdout|stderr) [FP] /,
  // stern: pod container …
  /^[\w.-]+ [\w.-]+ (?=\{)/,
];

/**
 * Reads a line of a server's log: JSON as Nakama and Stackdriver have it, its console format, a line of a crash, or an
 * error by itself; with or without what containers put before it.
 */
export function logWords(line: string): LogWords {
  const text = withoutPrefix(line.replaceAll(TERMINAL, ''));
  const entry = logEntry(text);
  if (entry) return ofEntry(entry);
  const [, time, level, rest] = /^(\S+)\t(DEBUG|INFO|WARN|ERROR|FATAL|PANIC)\t(.*)$/i.exec(text) ?? [];
  if (time !== undefined && level !== undefined && rest !== undefined) return ofConsole(level, rest);
  return { says: oneLine(text) };
}

function withoutPrefix(line: string): string {
  let text = line;
  // They stand behind each other: compose | time.
  for (let before = ''; text !== before; ) {
    before = text;
    for (const prefix of PREFIXES) text = text.replace(prefix, '');
  }
  return text;
}

function ofEntry(entry: LogEntry): LogWords {
  const level = entry.level ?? text(entry['severity']);
  const words = [entry.msg ?? text(entry['message']), text(entry.error)].filter(Boolean);
  const plugin = text(entry.path) ?? text(entry.name);
  return {
    ...(level !== undefined && { level: level.toLowerCase() }),
    says: oneLine(words.join(': ')),
    ...(plugin !== undefined && { plugin }),
  };
}

/** zap's console encoder: time, level, perhaps the caller, message, and the fields as JSON. */
function ofConsole(level: string, rest: string): LogWords {
  const parts = rest.split('\t');
  const fields = logEntry(parts.at(-1) ?? '');
  if (fields) parts.pop();
  const message = parts.filter((part) => !/^[\w./-]+\.go:\d+$/.test(part)).join(' ');
  return ofEntry({ ...fields, level, msg: message });
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Enough for a message and its causes. */
const MAX_WORDS = 2000;

function oneLine(words: string): string {
  return words
    .slice(0, MAX_WORDS)
    .trim()
    .replace(/\s*\n\s*/g, ' ');
}
