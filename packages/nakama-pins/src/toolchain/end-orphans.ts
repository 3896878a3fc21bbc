import { startOutliving } from './start-process';

/** Ends groups of processes and removes a folder once our end of its standard input is closed without a word. */
const WATCH =
  'read -r word || { kill -s KILL -- "$@" 2>/dev/null; sleep 0.2; rm -rf -- "$NAKAMA_PINS_FOLDER"; }';

/**
 * Ends programs that we have started when we are killed and can't do it ourselves (SIGKILL, no memory left), and removes
 * their folder. A shell waits for it, as it needs a hundredth of the memory of Node. Windows has none: there nothing is done.
 *
 * @param pids of programs that lead groups of processes
 * @returns undoes it; to call when they have ended
 */
export function endOrphans(pids: readonly number[], folder: string): () => void {
  if (process.platform === 'win32') return () => undefined;
  const say = startOutliving({
    program: '/bin/sh',
    args: ['-c', WATCH, 'nakama-pins', ...pids.map((pid) => `-${pid}`)],
    env: { PATH: '/usr/bin:/bin', NAKAMA_PINS_FOLDER: folder },
  });
  return () => say('done');
}
