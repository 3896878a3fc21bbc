import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** Resolves once a process runs no more, however long that takes. */
export async function untilGone(pid: number): Promise<void> {
  while (isRunning(pid)) await setTimeout(50);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    // One that ended stays listed until its new parent looks.
    return !/\) [XZ] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}
