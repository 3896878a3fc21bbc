import type { ProgressEvent } from '../input/progress';
import { Progress } from './progress';

type FetchProgress = Omit<Extract<ProgressEvent, { kind: 'fetch' }>, 'kind'>;

const LABELS = {
  download: (what: string) => `downloading ${what} (MB)`,
  unpack: (what: string) => `unpacking ${what} (files)`,
};

/** A bar for each step of a fetch; where there is no terminal, a line for each quarter of it. */
export class FetchBar {
  private label: string | undefined;
  private bar: Progress | undefined;

  update({ step, what = 'Go', done, total, says }: FetchProgress): void {
    if (!process.stderr.isTTY) {
      if (says !== undefined) process.stderr.write(`${says}\n`);
      return;
    }
    const label = LABELS[step](what);
    if (label !== this.label) {
      this.stop();
      this.label = label;
      this.bar = new Progress(label);
    }
    // Without a length there is no bar to draw.
    if (total === undefined) return;
    const unit = step === 'download' ? 1e6 : 1;
    this.bar?.update(Math.floor(done / unit), Math.ceil(total / unit));
    if (done === total) this.stop();
  }

  stop(): void {
    this.bar?.stop();
    this.bar = undefined;
  }
}
