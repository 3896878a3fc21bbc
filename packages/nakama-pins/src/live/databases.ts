import { chooseDatabase } from '../database/choose-database';
import type { ChosenDatabase } from '../database/database';
import type { Surroundings } from '../toolchain/tools';

/** A use of a database, which ends. */
export interface Lease {
  /** The database, started when the first asks for it. */
  get(): Promise<ChosenDatabase>;
  /** To call once, when what it was used for is done: the last user stops what was started. */
  release(): Promise<void>;
}

interface Shared {
  users: number;
  readonly chosen: Promise<ChosenDatabase>;
}

/** The databases of a workspace: what runs at the same time shares one. */
export class Databases {
  private readonly shared = new Map<string, Shared>();

  constructor(private readonly around: Surroundings) {}

  /** @param address of the one that is configured, if any */
  lease(address: string | undefined): Lease {
    const key = address ?? '';
    let mine: Shared | undefined;
    return {
      get: () => {
        if (!mine) {
          const { root, env, signal } = this.around;
          mine = this.shared.get(key) ?? { users: 0, chosen: chooseDatabase({ root, env, signal, address }) };
          mine.users++;
          this.shared.set(key, mine);
        }
        return mine.chosen;
      },
      release: async () => {
        if (!mine || --mine.users > 0) return;
        this.shared.delete(key);
        // Why there is none was said where it was asked for.
        const chosen = await mine.chosen.catch(() => undefined);
        await chosen?.database?.stop();
      },
    };
  }
}
