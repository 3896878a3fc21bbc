import { SingleBar } from 'cli-progress';

/** Shorter runs show nothing. */
const DELAY_MS = 500;

/** A bar on standard error for a long run on a terminal; nothing elsewhere. */
export class Progress {
  private readonly started = Date.now();
  private bar: SingleBar | undefined;

  constructor(private readonly label: string) {}

  update(done: number, total: number): void {
    if (!this.bar) {
      if (!process.stderr.isTTY || Date.now() - this.started < DELAY_MS) return;
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

  stop(): void {
    this.bar?.stop();
  }
}
