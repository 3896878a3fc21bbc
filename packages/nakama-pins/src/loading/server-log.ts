import { logEntry } from './log-entry';
import { type RefusalReason, refusalRule, UNKNOWN } from './refusal-rules';

/** What a server that ended says, as its process left it. */
export interface ServerOutput {
  /** Exit code; null if a signal ended it. */
  readonly code: number | null;
  readonly killedBy?: string;
  /** It had to be ended. */
  readonly timedOut?: true;
  readonly stdout: string;
  readonly stderr: string;
}

/** Why a server stopped at a plugin. */
export interface Refusal {
  readonly reason: RefusalReason;
  /** The plugin as the log names it: its path, or its path below runtime.path without `.so`. */
  readonly plugin?: string;
  /** The import path that the server names. */
  readonly package?: string;
  /** The C library, or the version of glibc, that the loader names. */
  readonly library?: string;
  /** The server's own words, in one line. */
  readonly says: string;
  /** What they mean, one sentence without a full stop. */
  readonly meaning: string;
  /** What fixes it if nothing more is known of the plugin. */
  readonly fix: string;
}

/** `nakama check` calls no InitModule: what runs are the variables and init functions of packages. */
const BLOCKS: Refusal = {
  reason: 'blocks',
  says: 'nothing: it did not come to an end, and was ended',
  meaning: 'code that runs when the plugin is opened (a func init, the value of a variable) does not return',
  fix: 'start what takes long in a goroutine of InitModule, or give the server more time: --timeout <seconds>',
};

/** A crash of Go prints every goroutine. */
const MAX_WORDS = 400;

/**
 * Reads why a server stopped from what it printed: log lines in JSON, or the last words of a crash.
 *
 * @returns undefined if it ended well
 */
export function readRefusal(output: ServerOutput): Refusal | undefined {
  const { code, killedBy, stdout, stderr } = output;
  if (output.timedOut) return BLOCKS;
  if (code === 0) return undefined;
  const entry = `${stdout}\n${stderr}`
    .split('\n')
    .map(logEntry)
    .find((found) => found?.level === 'error' || found?.level === 'fatal');
  const text = entry
    ? [entry.msg, entry.error].filter(Boolean).join(': ')
    : [crashLine(stderr), killedBy].filter(Boolean).join(' ') || `exit code ${code}`;
  const { reason, meaning, fix, named } = refusalRule(text) ?? UNKNOWN;
  const plugin = entry?.path ?? entry?.name;
  return {
    reason,
    ...(plugin !== undefined && { plugin }),
    ...(named !== undefined && { [reason === 'other-package' ? 'package' : 'library']: named }),
    says: text.slice(0, MAX_WORDS),
    meaning,
    fix,
  };
}

/** The line that says why; what follows it are the stacks. */
export function crashLine(stderr: string): string | undefined {
  const lines = stderr.split('\n').map((line) => line.trim());
  return (
    lines.find((line) =>
      /^(?:fatal error|panic|runtime): |^SIG[A-Z]+:|^unexpected fault|error while loading/.test(line),
    ) ?? lines.find((line) => line !== '')
  );
}
