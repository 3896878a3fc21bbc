/** A file that is being written from its start to its end, and read at the same time. */
export class Arrival {
  private arrived = 0;
  private failure: { readonly error: unknown } | undefined;
  private waiting: (() => void)[] = [];

  /** Ends when the file is whole and verified. Fails with what was wrong: what was read of it until then is worth nothing. */
  readonly whole: Promise<void>;

  /** @param write writes the file; `onWritten` is told how many bytes from the start are there */
  constructor(write: (onWritten: (bytes: number) => void) => Promise<void>) {
    this.whole = write((bytes) => {
      // A download that starts anew writes the same bytes once more.
      this.arrived = Math.max(this.arrived, bytes);
      this.wake();
    }).catch((error: unknown) => {
      this.failure = { error };
      this.wake();
      throw error;
    });
    // Whoever reads asks for it at the end.
    this.whole.catch(() => undefined);
  }

  /** Waits until so many bytes from the start are in the file. @throws what ended the writing before */
  async reached(bytes: number): Promise<void> {
    while (this.arrived < bytes) {
      if (this.failure) throw this.failure.error;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
