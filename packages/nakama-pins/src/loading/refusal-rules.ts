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

/** What words of a server mean, whatever plugin they are about. */
export interface KnownRefusal {
  readonly reason: RefusalReason;
  /** One sentence without a full stop. */
  readonly meaning: string;
  /** What fixes it if nothing more is known of the plugin. */
  readonly fix: string;
  /** What it is about: a package, a C library, a version of glibc. */
  readonly named?: string;
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

/** Of words that no rule knows. */
export const UNKNOWN: KnownRefusal = {
  reason: 'other',
  meaning: 'the server did not open it',
  fix: 'see what the server says',
};

/** What words of a server mean; undefined if no rule knows them. */
export function refusalRule(words: string): KnownRefusal | undefined {
  for (const { reason, pattern, meaning, fix } of RULES) {
    const found = pattern.exec(words);
    if (found) return { reason, meaning, fix, ...(found[1] !== undefined && { named: found[1] }) };
  }
  return undefined;
}
