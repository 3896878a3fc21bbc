import type { FetchProgress } from '../toolchain/fetch-toolchain';
import { FetchBar } from './fetch-bar';
import { Progress } from './progress';

/** What work over many plugins calls while it goes on. */
export interface ProgressCalls {
  readonly onProgress: (done: number, total: number) => void;
  readonly onLine: (line: string) => void;
  readonly onFetch: (step: FetchProgress) => void;
}

/**
 * Shows how far work is, and takes that away when it has ended.
 *
 * @param doing what is done: `building`
 */
export async function withProgress<T>(doing: string, work: (calls: ProgressCalls) => Promise<T>): Promise<T> {
  const progress = new Progress(doing);
  const fetching = new FetchBar();
  try {
    return await work({
      onProgress: (done, total) => progress.update(done, total),
      onLine: (line) => progress.log(line),
      onFetch: (step) => fetching.update(step),
    });
  } finally {
    fetching.stop();
    progress.stop();
  }
}
