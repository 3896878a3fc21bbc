import { type LogEntry, logEntry } from '../loading/log-entry';

/** What the plugins of a server registered, each list sorted. */
export interface Registered {
  /** Ids of RPCs. */
  readonly rpcs: readonly string[];
  /** Names of matches. */
  readonly matches: readonly string[];
  /** `before authenticatedevice`, `after addfriends`, `matchmaker matched`, `event session_start` */
  readonly hooks: readonly string[];
}

/** What a server that has started says of its plugins. */
export interface StartLog {
  readonly registered: Registered;
  /** From the opening of the first plugin to the end of the last InitModule, in ms; undefined if it says neither. */
  readonly initMs?: number;
}

const BEGINS = 'Initialising Go runtime provider';
const ENDS = 'Go runtime modules loaded';

/** Whether the server had come to its plugins: what it says before is of its configuration and its database. */
export function cameToPlugins(lines: readonly string[]): boolean {
  return lines.some((line) => logEntry(line)?.msg === BEGINS);
}

/** Whether every InitModule has returned. */
export function hasInitialised(lines: readonly string[]): boolean {
  return lines.some((line) => logEntry(line)?.msg === ENDS);
}

/** Reads the log of a server's start; what Lua and JavaScript register is not of plugins. */
export function readStartLog(lines: readonly string[]): StartLog {
  const entries = lines.flatMap((line): LogEntry[] => {
    const entry = logEntry(line);
    return entry ? [entry] : [];
  });
  const rpcs: string[] = [];
  const matches: string[] = [];
  const hooks: string[] = [];
  for (const { msg = '', id, name, index_name, path_pattern } of entries) {
    const what = /^Registered (?:Go runtime )?(.+?)(?: function invocation(?: for .*)?)?$/.exec(msg)?.[1];
    if (what === undefined || /^(?:Lua|JavaScript) /.test(what)) continue;
    if (what === 'RPC') rpcs.push(String(id));
    else if (what === 'Match creation') matches.push(String(name));
    else hooks.push([what.toLowerCase(), id ?? index_name ?? path_pattern].filter(Boolean).join(' '));
  }
  const [begun, ended] = [BEGINS, ENDS].map((msg) => entries.find((entry) => entry.msg === msg)?.ts);
  const initMs = begun && ended ? Date.parse(ended) - Date.parse(begun) : undefined;
  return {
    registered: { rpcs: sorted(rpcs), matches: sorted(matches), hooks: sorted(hooks) },
    ...(initMs !== undefined && { initMs }),
  };
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
