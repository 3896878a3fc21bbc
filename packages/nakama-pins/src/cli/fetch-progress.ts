import type { OnProgress } from '../input/progress';
import { FetchBar } from './fetch-bar';
import { Progress } from './progress';

/** Shows on standard error what is fetched, and lines of programs that the run waits for. */
export function fetchProgress(): { readonly onProgress: OnProgress; readonly stop: () => void } {
  const progress = new Progress('reading');
  const fetching = new FetchBar();
  return {
    onProgress: (event) => {
      if (event.kind === 'line') progress.log(event.text);
      else if (event.kind === 'fetch') fetching.update(event);
    },
    stop: () => {
      fetching.stop();
      progress.stop();
    },
  };
}
