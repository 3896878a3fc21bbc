import { Readable } from 'node:stream';
import { DownloadError } from '../download-error';
import type { Web } from '../web';

/** A web with only these answers; everything else is not found. `asked` lists what was opened. */
export function fakeWeb(answer: (url: string) => Buffer | string | DownloadError | undefined): Web & {
  readonly asked: string[];
} {
  const asked: string[] = [];
  return {
    asked,
    open(url) {
      asked.push(url);
      const found = answer(url);
      if (found instanceof DownloadError) return Promise.reject(found);
      if (found === undefined) return Promise.reject(new DownloadError('not-found', `${url}: 404`, ''));
      const bytes = Buffer.from(found);
      return Promise.resolve({ body: Readable.from([bytes]), size: bytes.length, url });
    },
  };
}
