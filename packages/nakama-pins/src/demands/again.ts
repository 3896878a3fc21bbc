import { setTimeout as sleep } from 'node:timers/promises';
import { DownloadError, type DownloadFailure } from '../module-proxy/download-error';

/** What the next attempt may get: hundreds of small files are asked for, and one in a hundred breaks off. */
const PASSING: ReadonlySet<DownloadFailure> = new Set(['offline', 'truncated']);

const PAUSES_MS = [300, 1500];

/** Downloads, and once more where the connection broke. @throws DownloadError of the last attempt */
export async function again<T>(download: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await download();
    } catch (error) {
      if (!(error instanceof DownloadError) || !PASSING.has(error.failure)) throw error;
      await sleep(pause);
    }
  }
  return download();
}
