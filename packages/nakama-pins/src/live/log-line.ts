import pc from 'picocolors';
import { type LogEntry, logEntry } from '../loading/log-entry';

/** Of every server whose keys are Nakama's own, as those for development are. */
const KNOWN = /^WARNING: insecure default parameter value/;

/** Begins the log of a server that has started, and ends it. */
const BEGINS = 'Startup done';
const ENDS = 'Shutdown started';

/**
 * Lines of a server's log for people. What the server says of itself while it starts and stops is left out, unless
 * something is wrong.
 */
export class ReadableLog {
  private isServing = false;

  constructor(private readonly options: { readonly color: boolean }) {}

  /** @returns undefined if the line says nothing that matters here */
  line(line: string): string | undefined {
    const entry = logEntry(line);
    if (entry?.msg === BEGINS || entry?.msg === ENDS) {
      this.isServing = entry.msg === BEGINS;
      return undefined;
    }
    const isOwn = entry !== undefined && !RUNTIMES.has(entry['runtime']);
    const isGood = entry?.level === 'info' || entry?.level === 'debug';
    if (isOwn && isGood && !this.isServing) return undefined;
    return readableLine(line, this.options);
  }
}

/** Plugins log with the name of their runtime. */
const RUNTIMES: ReadonlySet<unknown> = new Set(['go', 'lua', 'javascript']);

/** What stands in a line by itself, or helps nobody. */
const NOT_SHOWN: ReadonlySet<string> = new Set(['level', 'ts', 'msg', 'caller', 'runtime']);

/**
 * A line of a server's log for people: time, level, message and fields.
 *
 * @returns undefined if it says nothing that matters here
 */
function readableLine(line: string, { color }: { readonly color: boolean }): string | undefined {
  const entry = logEntry(line);
  if (!entry) return line;
  const { level = 'info', ts = '', msg = '' } = entry;
  if (KNOWN.test(msg)) return undefined;
  const colors = pc.createColors(color);
  const paint =
    level === 'warn' ? colors.yellow : level === 'info' || level === 'debug' ? String : colors.red;
  const fields = Object.entries(entry).filter(([name]) => !NOT_SHOWN.has(name));
  const rest = fields.map(([name, value]) => `${name}=${shown(value)}`).join(' ');
  return [colors.dim(timeOf(ts)), paint(level.padEnd(5)), msg, colors.dim(rest)].filter(Boolean).join(' ');
}

/** In the time of this computer, as its user reads clocks. */
function timeOf(ts: NonNullable<LogEntry['ts']>): string {
  const time = new Date(ts);
  if (Number.isNaN(time.getTime())) return ts;
  return [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

function shown(value: unknown): string {
  return typeof value === 'string' && /^[^\s"]+$/.test(value) ? value : JSON.stringify(value);
}
