import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type * as properLockfile from 'proper-lockfile';
import { withModuleLocks } from './module-lock';

/** Told when a lock finds that somebody else took it over, which it looks for every few seconds. */
let onTakenOver: (() => void) | undefined;
jest.mock('proper-lockfile', () => {
  const real = jest.requireActual<typeof properLockfile>('proper-lockfile');
  const lock: typeof real.lock = (file, options) =>
    real.lock(file, {
      ...options,
      onCompromised: (error) => {
        options?.onCompromised?.(error);
        onTakenOver?.();
      },
    });
  return { ...real, lock };
});

describe('withModuleLocks', () => {
  let place: string;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'lock-'));
  });
  afterEach(() => rmSync(place, { recursive: true, force: true }));

  const locked = <T>(folders: readonly string[], work: () => Promise<T>): Promise<T> =>
    withModuleLocks(folders, { place, say: (text) => said.push(text) }, work);
  /** The locks that are held now. */
  const held = (): string[] =>
    readdirSync(place)
      .filter((name) => !name.endsWith('.by'))
      .map((name) => join(place, name));
  const said: string[] = [];

  it('lets one after the other work on a folder, and leaves nothing behind', async () => {
    let working = 0;
    const work = async (): Promise<number> => {
      working++;
      await setTimeout(5);
      return working--;
    };
    const together = await Promise.all([
      locked(['/a', '/library'], work),
      locked(['/library', '/b'], work),
      locked(['/b', '/a', '/a'], work),
    ]);
    expect(together).toEqual([1, 1, 1]);
    expect(held()).toEqual([]);
  });

  it('gives the folder free where the work fails', async () => {
    await expect(locked(['/a'], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await locked(['/a'], () => Promise.resolve('free'))).toBe('free');
  });

  it('takes over what a killed process held', async () => {
    const script = join(__dirname, 'testing/hold-lock.ts');
    const holder = spawn(process.execPath, ['-r', '@swc-node/register', script, '/a', place], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(holder, 'exit');
    await Promise.race([once(holder.stdout, 'data'), ended]);
    expect(held()).toHaveLength(1);
    holder.kill('SIGKILL');
    await ended;
    expect(await locked(['/a'], () => Promise.resolve('free'))).toBe('free');
    expect(said).toEqual([
      expect.stringMatching(`^waiting for process ${holder.pid} \\(hold-lock\\.ts /a .*\\), which edits /a$`),
    ]);
    expect(readdirSync(place)).toEqual([]);
  });

  it('goes on where somebody else took the lock over meanwhile', async () => {
    const done = await locked(['/a'], async () => {
      const noticed = new Promise<void>((resolve) => (onTakenOver = resolve));
      const [lock = ''] = held();
      rmSync(lock, { recursive: true });
      mkdirSync(lock);
      await noticed;
      return 'done';
    });
    expect(done).toBe('done');
    // It is another's lock now, so we must not release it.
    expect(held()).toHaveLength(1);
  });
});
