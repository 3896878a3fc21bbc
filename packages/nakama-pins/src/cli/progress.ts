import type * as ProgressModule from 'cli-progress';
import { printable } from '../input/printable';

/** Shorter runs show nothing. */
const DELAY_MS = 500;

const WIPE_LINE = '\r\u001b[K';

/** A bar on standard error for a long run on a terminal; nothing elsewhere. */
export class Progress {
  private readonly started = Date.now();
  private bar: ProgressModule.SingleBar | undefined;

  constructor(private readonly label: string) {}

  update(done: number, total: number): void {
    if (!this.bar) {
      if (!process.stderr.isTTY || Date.now() - this.started < DELAY_MS) return;
      const { SingleBar } = require('cli-progress') as typeof ProgressModule;
      this.bar = new SingleBar({
        format: `${this.label} {bar} {value}/{total}`,
        clearOnComplete: true,
        hideCursor: true,
        stream: process.stderr,
      });
      this.bar.start(total, done);
    }
    this.bar.update(done);
  }

  /** A line above the bar: what a program says that the run waits for. */
  log(line: string): void {
    // What the bar has drawn is wiped first, and drawn again by the next update.
    process.stderr.write(`${this.bar ? WIPE_LINE : ''}${printable(line)}\n`);
  }

  stop(): void {
    this.bar?.stop();
  }
}
