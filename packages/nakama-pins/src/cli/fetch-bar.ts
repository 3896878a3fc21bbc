import type { FetchProgress } from '../toolchain/fetch-toolchain';
import { Progress } from './progress';

const LABELS = { download: 'downloading Go (MB)', unpack: 'unpacking Go (files)' };

/** A bar for each step of fetching a Go toolchain. */
export class FetchBar {
  private step: FetchProgress['step'] | undefined;
  private bar: Progress | undefined;

  update({ step, done, total }: FetchProgress): void {
    if (step !== this.step) {
      this.stop();
      this.step = step;
      this.bar = new Progress(LABELS[step]);
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
