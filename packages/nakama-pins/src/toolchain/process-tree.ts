import { type ChildProcess, spawnSync } from 'node:child_process';
import { atEnd } from '../input/at-end';

/** Ends a process and all that it started; it is not an error if it has already ended. */
export function killTree({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    // The negative id means the group, because the child was started detached.
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Every process of the group has ended.
  }
}

/**
 * A process group of its own gets no Ctrl-C from the terminal, so we end it when we end.
 *
 * @returns a function that undoes this, to call when the child has ended
 */
export function endWithUs(child: ChildProcess): () => void {
  return atEnd(() => killTree(child));
}
