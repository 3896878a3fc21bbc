/** A database that servers can be given. */
export interface Database {
  /** What messages call it: `embedded Postgres`, `127.0.0.1:5432/nakama`; without a password. */
  readonly name: string;
  /**
   * What a server takes for `--database.address`: `postgres@127.0.0.1:34567/nakama`.
   *
   * @param called the database of the server; one that was configured has its own name
   */
  address(called: string): string;
  /** Resolves with what it said last when it ends by itself; never, if it is none of ours. */
  readonly died: Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** A database that is ready, or why there is none. */
export type ChosenDatabase =
  | { readonly database: Database; readonly missing?: undefined }
  | { readonly database?: undefined; readonly missing: string; readonly fix: string };
