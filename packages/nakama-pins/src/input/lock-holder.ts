import { rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { printable } from './printable';
import { readBytesIfPossible } from './read-disk';
import { writeScratch } from './write-disk';

/** What the file beside a lock is called, in which its holder says who it is. */
const HOLDER_ENDING = '.by';

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly command: string;
}

/** A command line may be long. */
const MAX_COMMAND = 200;

/**
 * Says beside a lock that this process holds it.
 *
 * @param lockPath that of the lock
 * @returns a function that takes it away again, unless another has taken over the lock
 */
export function signedBy(lockPath: string): () => void {
  const file = `${lockPath}${HOLDER_ENDING}`;
  const own = JSON.stringify({ pid: process.pid, host: hostname(), command: ownCommand() } satisfies Holder);
  try {
    writeScratch(file, own);
  } catch {
    // The lock holds without it.
  }
  return () => {
    try {
      if (readBytesIfPossible(file)?.toString('utf8') === own) rmSync(file, { force: true });
    } catch {
      // It is not there.
    }
  };
}

/** Who holds a lock: `process 4711 (nakama-pins pin plugins/arena)`. */
export function holderOf(lockPath: string): string {
  try {
    const { pid, host, command } = JSON.parse(
      readBytesIfPossible(`${lockPath}${HOLDER_ENDING}`)?.toString('utf8') ?? '',
    ) as Partial<Holder>;
    if (typeof pid !== 'number' || typeof command !== 'string') return UNKNOWN;
    const where = host === undefined || host === hostname() ? '' : ` on ${host}`;
    return printable(`process ${pid}${where} (${command.slice(0, MAX_COMMAND)})`);
  } catch {
    return UNKNOWN;
  }
}

const UNKNOWN = 'another process';

function ownCommand(): string {
  const [, script = '', ...args] = process.argv;
  return [basename(script, '.js'), ...args].join(' ').slice(0, MAX_COMMAND);
}
