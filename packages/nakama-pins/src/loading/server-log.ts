import { logEntry } from './log-entry';

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

export type RefusalReason =
  | 'other-package'
  | 'already-loaded'
  | 'no-init-module'
  | 'other-signature'
  | 'not-a-plugin'
  | 'glibc'
  | 'musl'
  | 'missing-library'
  | 'no-shared-object'
  | 'cut-off'
  | 'blocks'
  | 'crash'
  | 'other';

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

interface Rule {
  readonly reason: RefusalReason;
  /** Its first group is what the rule is about: a package, a library, a version of glibc. */
  readonly pattern: RegExp;
  readonly meaning: string;
  readonly fix: string;
}

/**
 * Sources: plugin.Open (Go: src/plugin/plugin_dlopen.go, src/runtime/plugin.go), the loader (glibc: elf/dl-load.c), and
 * openGoModule of the server (nakama: server/runtime_go.go).
 */
const RULES: readonly Rule[] = [
  {
    reason: 'other-package',
    pattern: /plugin was built with a different version of package ([^\s"\\]+)/,
    meaning:
      'the package of that name in the server has another fingerprint; it is the first of perhaps many',
    fix: 'npx nakama-pins pin, then build it again; npx nakama-pins check-artifact names all that differ',
  },
  {
    reason: 'already-loaded',
    pattern: /plugin already loaded/,
    meaning: 'a plugin with the same module path was opened before it',
    fix: 'give each plugin its own module path: go mod edit -module=<path>',
  },
  {
    reason: 'no-init-module',
    pattern: /Error looking up InitModule|symbol InitModule not found|could not find symbol/,
    meaning: 'package main has no function InitModule',
    fix: 'declare InitModule in package main',
  },
  {
    reason: 'other-signature',
    pattern: /Error reading InitModule/,
    meaning: 'InitModule is not a function of the type that the server calls',
    fix: 'give InitModule the signature of nakama-common',
  },
  {
    reason: 'not-a-plugin',
    pattern: /no plugin module data|plugin has empty pluginpath/,
    meaning: 'it is not a plugin of the Go that built the server',
    fix: "build it with -buildmode=plugin by the server's exact Go: npx nakama-pins build",
  },
  {
    reason: 'glibc',
    pattern: /version `(GLIBC_[\d.]+)' not found/,
    meaning: 'it was linked against a newer glibc than the server has',
    fix: 'build it with a glibc no newer than that in the image of the server: npx nakama-pins build',
  },
  {
    reason: 'musl',
    pattern: /(\/libc\.so|ld-musl\S*|libc\.musl\S*): /,
    meaning: 'it was linked against musl, the server has glibc',
    fix: 'build it with a C compiler for glibc: npx nakama-pins build',
  },
  {
    reason: 'no-shared-object',
    pattern:
      /invalid ELF header|wrong ELF class|only ET_DYN and ET_EXEC can be loaded|cannot dynamically load/,
    meaning: 'it is not a shared library for the platform of the server',
    fix: 'build it with -buildmode=plugin for that platform: npx nakama-pins build',
  },
  {
    reason: 'missing-library',
    pattern: /(\S+?): cannot open shared object file/,
    meaning: 'it is for another processor, or needs a library that the server does not find',
    fix: 'build it for the platform of the server: npx nakama-pins build',
  },
  {
    reason: 'cut-off',
    pattern: /file too short|SIGBUS|bus error/i,
    meaning: 'the file is not whole',
    fix: 'build or copy it again',
  },
  {
    reason: 'crash',
    pattern: /^(?:fatal error|panic|runtime): .+|^SIG[A-Z]+\b/m,
    meaning: 'the server died when it opened the plugin',
    fix: "build it by the server's exact Go: npx nakama-pins build",
  },
];

const UNKNOWN = {
  reason: 'other',
  meaning: 'the server did not open it',
  fix: 'see what the server says',
} as const;

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
  const rule = RULES.find(({ pattern }) => pattern.test(text));
  const { reason, meaning, fix } = rule ?? UNKNOWN;
  const named = rule?.pattern.exec(text)?.[1];
  const plugin = entry?.path ?? entry?.name;
  return {
    reason,
    ...(plugin !== undefined && { plugin }),
    ...(named !== undefined && { [rule?.reason === 'other-package' ? 'package' : 'library']: named }),
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
