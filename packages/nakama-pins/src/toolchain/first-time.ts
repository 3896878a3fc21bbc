import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeScratch } from '../input/write-disk';
import type { Tools } from './tools';
import { userCache } from './user-cache';

/**
 * Long work whose result a cache keeps: before the first time on this computer it is said what takes so long.
 *
 * @param name of the work, as a path
 * @param words one line without a line break
 */
export async function firstTime<T>(
  tools: Tools,
  name: string,
  words: string,
  work: () => Promise<T>,
): Promise<T> {
  const mark = join(userCache(tools.around.env), 'done-once', name);
  if (existsSync(mark)) return work();
  tools.say(words);
  const result = await work();
  try {
    mkdirSync(dirname(mark), { recursive: true, mode: 0o700 });
    writeScratch(mark, '');
  } catch {
    // A cache that can't be written to is not needed here: it is said again.
  }
  return result;
}
