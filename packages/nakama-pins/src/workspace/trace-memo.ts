import { shortHash } from '../input/short-hash';
import type { Folders } from './folders';
import type { Question, StampedFolders } from './stamped-folders';
import { TracedFolders } from './traced-folders';

/** An answer, the stamp of all that it rests on, and what that is: as JSON, since it is kept in files. */
export type Kept = readonly [stamp: string, value: unknown, ...trace: Question[]];

/** Answers of earlier runs, by what was asked. */
export type KeptAnswers = ReadonlyMap<string, Kept>;

/**
 * Keeps answers with what they rest on, and gives them again while that is unchanged (a verifying trace, as build systems
 * call it). Whoever computes an answer declares nothing: the folders that it is given note what they are asked.
 */
export class TraceMemo {
  private readonly used = new Map<string, Kept>();
  private readonly unkept = new Map<string, unknown>();
  private known: KeptAnswers | undefined;
  private isChanged = false;

  /** @param load the answers of earlier runs; called if any answer is asked for */
  constructor(
    private readonly disk: StampedFolders,
    private readonly load: () => KeptAnswers,
  ) {}

  /** @param compute a function of the folders that it is given and of `key` alone; gives JSON */
  of<T>(key: string, compute: (folders: Folders) => T): T {
    const used = this.used.get(key);
    if (used) return used[1] as T;
    if (this.unkept.has(key)) return this.unkept.get(key) as T;
    const kept = this.loaded.get(key);
    if (!kept || !this.isGood(kept)) return this.compute(key, compute);
    this.used.set(key, kept);
    return kept[1] as T;
  }

  /** The answers of earlier runs; none if no answer was asked for. */
  get before(): KeptAnswers {
    return this.known ?? new Map();
  }

  /** What was asked for, to keep; undefined if all of it was kept before, and nothing else. */
  get toKeep(): KeptAnswers | undefined {
    return this.isChanged || this.used.size !== this.before.size ? this.used : undefined;
  }

  private get loaded(): KeptAnswers {
    return (this.known ??= this.load());
  }

  private isGood([stamp, , ...trace]: Kept): boolean {
    return stamp === this.stampOf(trace);
  }

  private compute<T>(key: string, compute: (folders: Folders) => T): T {
    const folders = new TracedFolders(this.disk);
    const value = compute(folders);
    const { trace } = folders;
    if (trace.every((question) => this.disk.isSettled(question))) {
      this.used.set(key, [this.stampOf(trace), value, ...trace]);
      this.isChanged = true;
    } else this.unkept.set(key, value);
    return value;
  }

  private stampOf(trace: readonly Question[]): string {
    return shortHash(trace.map((question) => this.disk.stampOf(question)).join('\n'));
  }
}
