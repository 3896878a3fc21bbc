import type { ImageConfig } from './config';
import { linkTarget } from './tar-entries';

/** heroiclabs/nakama, build/Dockerfile */
const USUAL = 'nakama/nakama';

/** Programs that start another one, which they are given. */
const STARTERS: ReadonlySet<string> = new Set(
  'ash bash catatonit chpst dash dumb-init env exec gosu nice sh s6-setuidgid setpriv su-exec sudo tini tini-static'.split(
    ' ',
  ),
);

/**
 * Where in an image the server's program may be, the likeliest first: what its config starts and is called nakama, then
 * what else it starts, then where the official image has it.
 *
 * @returns paths without `/` at their ends
 */
export function programPaths({ entrypoint, cmd, env, workingDir }: ImageConfig): string[] {
  const words = [...entrypoint, ...cmd].flatMap(shellWords).filter(isProgramWord);
  const named = words.filter((word) => /^nakama(?:$|[-_.])/.test(baseOf(word)));
  const [first] = words;
  const started = [
    ...named,
    ...(first === undefined ? [] : [first]),
    ...words.filter((word) => word.startsWith('/')),
  ];
  const paths = started.flatMap((word) => {
    if (word.includes('/')) return [linkTarget(workingDir, word)];
    return (env['PATH'] ?? DEFAULT_PATH).split(':').map((folder) => linkTarget(folder, word));
  });
  return [...new Set([...paths, USUAL])].filter((path) => path !== '');
}

/** As container runtimes set it. */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The words of a command that is one text: `sh -c 'exec /nakama/nakama'`. */
function shellWords(text: string): string[] {
  return text.split(/[\s;&|()'"]+/).filter(Boolean);
}

function isProgramWord(word: string): boolean {
  return /^[\w./+-]+$/.test(word) && !word.startsWith('-') && !STARTERS.has(baseOf(word));
}

function baseOf(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}
