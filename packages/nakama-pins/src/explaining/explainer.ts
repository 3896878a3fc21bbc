import { refusalRule } from '../loading/refusal-rules';
import type { Catalog } from '../releases/catalog';
import type { Explanation } from './explanation';
import { type LogWords, logWords } from './log-words';
import { packageCause } from './package-cause';

/** A log can hold more; whoever has them all at once needs no list. */
const MOST = 100;

/** What of an error of InitModule the server logs (nakama: server/runtime_go.go). */
const INIT_ERROR = /Error returned by InitModule function in Go module/;
/** What `go build` prints in an image that lacks files. */
const BUILDER = /\b(?:package (\S+) is not in (?:std|GOROOT)|no required module provides package (\S+);)/;

/** Words that every line has which is explained: most lines of a log are passed over by them alone. */
const MAY_MATTER =
  /plugin|InitModule|ELF|shared object|dynamically load|too short|GLIBC|libc|symbol|fatal|panic|runtime: |unexpected fault|SIG[A-Z]|bus error|not in |no required module|shared libraries/i;

/** A crash prints what each goroutine did: its first line says what happened. */
const CRASH =
  /^(?:fatal error|panic|runtime|unexpected fault)[: ]|^SIG[A-Z]+: |error while loading shared libraries/;

/** Explains the errors of a log, line by line, each once. What it does not know passes. */
export class Explainer {
  private readonly found = new Map<string, Explanation>();
  private line = 0;

  /** @param release the one that the server is of, if it is known */
  constructor(
    private readonly catalog: Catalog,
    private readonly release?: string,
  ) {}

  /** @returns what the line means, if that is new */
  read(text: string): Explanation | undefined {
    this.line++;
    if (!MAY_MATTER.test(text)) return undefined;
    const words = logWords(text);
    const cause = this.causeOf(words);
    if (!cause) return undefined;
    const key = [cause.reason, cause.package, cause.library, cause.package ? '' : cause.plugin].join('\0');
    const known = this.found.get(key) ?? this.repeated(cause);
    if (known) {
      this.replace(known, {
        ...known,
        count: known.count + 1,
        // The server says it again without the plugin, and a crash before it.
        ...(known.plugin === undefined && cause.plugin !== undefined && { plugin: cause.plugin }),
      });
      return undefined;
    }
    if (this.found.size >= MOST) return undefined;
    const explanation: Explanation = { ...cause, line: this.line, count: 1 };
    this.found.set(key, explanation);
    return explanation;
  }

  /** All that were found, in the order of the log. */
  get explanations(): Explanation[] {
    return [...this.found.values()];
  }

  /** The server reports an error again as it passes it on: with the same cause, and no plugin. */
  private repeated(cause: Omit<Explanation, 'line' | 'count'>): Explanation | undefined {
    if (cause.plugin !== undefined) return undefined;
    return this.explanations.find(
      ({ reason, package: path, library }) =>
        reason === cause.reason && path === cause.package && library === cause.library,
    );
  }

  private replace(old: Explanation, now: Explanation): void {
    for (const [key, value] of this.found) if (value === old) this.found.set(key, now);
  }

  private causeOf({ level, says, plugin }: LogWords): Omit<Explanation, 'line' | 'count'> | undefined {
    if (level !== undefined && !/^(?:error|fatal|panic|critical|alert|emergency)$/.test(level))
      return undefined;
    const rule = refusalRule(says);
    const named = nameOf(says) ?? plugin;
    const about = { says, ...(named !== undefined && { plugin: named }) };
    if (INIT_ERROR.test(says)) return initCause(about, rule?.reason !== undefined && rule.reason !== 'crash');
    const builder = BUILDER.exec(says);
    if (builder) return builderCause(says, builder[1] ?? builder[2] ?? '');
    if (!rule || (level === undefined && rule.reason === 'crash' && !CRASH.test(says))) return undefined;
    const { reason, meaning, fix, named: what } = rule;
    if (reason === 'other-package' && what !== undefined) {
      return { ...about, reason, package: what, ...packageCause(what, this.catalog, this.release) };
    }
    const own = OWN_WORDS.find(({ pattern }) => pattern.test(says));
    return {
      ...about,
      reason,
      ...(what !== undefined && { library: what }),
      means: own?.means ?? meaning,
      likely: own ? [] : (LIKELY[reason] ?? []),
      fix: own?.fix ?? fix,
    };
  }
}

/** `plugin.Open("/nakama/data/modules/arena")` leaves `.so` out. */
function nameOf(says: string): string | undefined {
  return /plugin\.Open\(\\?"([^"\\]+)\\?"\)/.exec(says)?.[1];
}

/** Of a log, more can be said than of a server that was given plugins to open, or less. */
const OWN_WORDS: readonly { readonly pattern: RegExp; readonly means: string; readonly fix: string }[] = [
  {
    pattern: /cannot open shared object file: Permission denied/,
    means: 'the user that the server runs as may not read the file',
    fix: 'let it: chmod a+r <file>.so, also where an image is built',
  },
  {
    // A library beside the plugin: the loader names the plugin itself by its path.
    pattern: /(?:^|[ "(])lib[\w.+-]+\.so[\d.]*: cannot open shared object file: No such file/,
    means: 'the plugin needs this C library, and the server has none of that name',
    fix: 'install it in the image of the server, or link it into the plugin',
  },
  {
    pattern: /^(?:panic|fatal error): (?!.*plugin)/,
    means: 'the server died of this; whether code of a plugin is to blame, the stack below it tells',
    fix: 'look in the stack for the first line in a file of a plugin',
  },
];

const LIKELY: Readonly<Record<string, readonly string[]>> = {
  'no-shared-object': [
    'it was built on another system: a Mac makes Mach-O files, and go build without -buildmode=plugin a program',
  ],
  'missing-library': ['it was built for arm64 and the server is amd64, or the other way round'],
  'cut-off': ['a copy broke off, or a disk was full'],
  'not-a-plugin': ['it is a library in C, or of a Go that is older or newer by a version or two'],
};

function initCause(
  about: Pick<Explanation, 'says' | 'plugin'>,
  opensAnother: boolean,
): Omit<Explanation, 'line' | 'count'> {
  if (opensAnother) {
    return {
      ...about,
      reason: 'opened-by-plugin',
      means: 'InitModule ran, and a plugin that it opens itself (hiro.Init, plugin.Open) is refused',
      likely: ['that file was built for another release of Nakama'],
      fix: 'take the file that was built for the release of the server; name it in "opens" of nakama.json, so that it is checked, too',
    };
  }
  return {
    ...about,
    reason: 'init-error',
    means:
      'the server opened the plugin, and its InitModule returned this error: it is code of the plugin that fails',
    likely: [],
    fix: 'look for the text of the error in the plugin; npx nakama-pins verify-start shows where it comes from',
  };
}

function builderCause(says: string, path: string): Omit<Explanation, 'line' | 'count'> {
  return {
    reason: 'no-builder-package',
    says,
    package: path,
    means: `go build finds no package ${path}: it is in no module that the image holds`,
    likely: ['COPY leaves a folder or go.mod out, or vendor/ is out of step'],
    fix: 'npx nakama-pins verify names what the Dockerfile leaves out',
  };
}
