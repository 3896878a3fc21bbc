import { defineFinding, STAYS } from '../define-finding';

/** A real server that a plugin keeps from starting, after it was opened. */
export interface FailedInit {
  /** `Nakama 3.40.0, built from its Go module` */
  readonly server: string;
  readonly how: 'returns an error' | 'panics' | 'blocks' | 'ends the server' | 'ends in silence';
  /** The error, the panic or the last words. */
  readonly says: string;
  /** How long was waited. */
  readonly seconds: number;
}

export const initModuleFails = defineFinding({
  title: 'A real server does not start with the plugin',
  about: 'file',
  byCheck: false,
  settledBy: STAYS,
  words: (data: FailedInit) => ({
    message: `${data.server} does not start: ${MESSAGES[data.how](data)}`,
    fix: fixOf(data),
  }),
});

const MESSAGES: Readonly<Record<FailedInit['how'], (data: FailedInit) => string>> = {
  'returns an error': ({ says }) => `InitModule returns the error "${says}"`,
  panics: ({ says }) => `the plugin panics (${says})`,
  blocks: ({ seconds }) => `InitModule has not returned after ${seconds} s, and waits here`,
  'ends the server': ({ says }) => `the plugin ends the server's process${lastWords(says)}`,
  'ends in silence': ({ says }) =>
    `InitModule panics or ends the server's process${lastWords(says)} (of a panic Nakama prints nothing: it ends with exit code 0)`,
};

function lastWords(says: string): string {
  return says && ` (its last words: ${says})`;
}

function fixOf({ how, says }: FailedInit): string {
  if (how === 'panics') return 'correct this line, or return an error from InitModule in its place';
  if (how === 'blocks')
    return 'start what takes long in a goroutine, or give InitModule more time: --timeout <seconds>';
  if (how === 'ends the server')
    return 'return an error from InitModule in place of ending the process (os.Exit, log.Fatal)';
  if (how === 'ends in silence') return SHOW_PANIC;
  return FIXES.find(([pattern]) => pattern.test(says))?.[1] ?? RETURN_NIL;
}

const SHOW_PANIC =
  'to see the panic, write at the beginning of InitModule: defer func() { if r := recover(); r != nil { logger.Error("%v\\n%s", r, debug.Stack()); panic(r) } }()';

/** What errors name that come from outside of the plugin. */
const FIXES: readonly (readonly [RegExp, string])[] = [
  [
    /SQLSTATE 42P01/,
    'make the table in InitModule (CREATE TABLE IF NOT EXISTS), or name a database that has it: --database <address>',
  ],
  [
    /different version of package|plugin\.Open/,
    'build the file that InitModule opens for this release, and name it in nakama.json: "opens"; npx nakama-pins verify-load then names all that differ',
  ],
  [
    /no such file or directory/,
    'name the file in nakama.json, "opens", if it is a plugin, or read it from a folder that is there',
  ],
];

const RETURN_NIL =
  'give InitModule what it asks for (--env NAME=VALUE, --config <file>), or return nil where the server is to start without it';
