import { InputError } from '../input/problem';
import { DownloadError } from '../module-proxy/download-error';

/** What a promise gives; undefined where it can't be downloaded or read. */
export async function orUndefinedLater<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof DownloadError || error instanceof InputError) return undefined;
    throw error;
  }
}
