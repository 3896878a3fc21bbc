import { commandsOf, type Dialect, execWords, SHELL, type Word } from './words';

/** What writes no file that a build of Go would read. */
const HARMLESS =
  /^(?:apk|apt|apt-get|cat|cd|chmod|chown|date|dnf|dpkg|echo|exit|export|false|file|grep|id|ldd|ls|microdnf|mkdir|nm|pwd|readelf|rm|rmdir|set|sha256sum|sleep|strip|test|true|uname|update-ca-certificates|upx|which|whoami|yum|\[)$/;

/** The verbs of go that leave go.mod's replaces and all folders beside vendor/ as they are. */
const GO_VERBS = /^(?:build|clean|env|fmt|get|install|list|test|tool|version|vet)$/;
const GO_MOD_VERBS = /^(?:download|graph|tidy|vendor|verify|why)$/;

/**
 * Whether a script may bring files that no COPY names: `git clone`, `cp`, `make`, whatever is not known here. What is known
 * brings none.
 */
export function mayBringFiles(script: string, dialect: Dialect = SHELL): boolean {
  const exec = execWords(script);
  return (exec ? [exec] : commandsOf(script, dialect)).some(brings);
}

function brings(words: readonly Word[]): boolean {
  const start = words.findIndex(({ text }) => !/^\w+=/.test(text));
  const [program, ...args] = start < 0 ? [] : words.slice(start);
  if (args.some(writesFile)) return true;
  if (program === undefined) return false;
  const name = program.text.replace(/^.*\//, '');
  if (!/^go(?:1(?:\.\d+)*)?$/.test(name)) return !HARMLESS.test(name);
  const [first, second, ...rest] = args.map(({ text }) => text);
  const [verb = '', next = ''] = first === '-C' ? rest : [first, second];
  return verb === 'mod' ? !GO_MOD_VERBS.test(next) : !GO_VERBS.test(verb);
}

/** `>go.mod`, `>>`; not `2>&1` and `>/dev/null`. */
function writesFile({ text, isQuoted }: Word, index: number, words: readonly Word[]): boolean {
  if (isQuoted || !text.includes('>') || /^\d*>&\d$/.test(text)) return false;
  const target = /^[\d&]*>>?(.*)$/.exec(text)?.[1];
  return (target === '' ? words[index + 1]?.text : target) !== '/dev/null';
}
