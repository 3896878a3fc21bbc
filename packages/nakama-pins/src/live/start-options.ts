import type { LoadOptions } from '../loading/load-options';

/** Which server is started, with which database and configuration. */
export interface StartOptions extends Omit<LoadOptions, 'server' | 'image' | 'timeout'> {
  /**
   * `auto`, the default: the `binary` if one is named; otherwise the `module`, a server built from Nakama's Go module.
   */
  readonly server?: 'auto' | 'binary' | 'module';
  /**
   * The database, `user:password@host:port/name`; `NAKAMA_DATABASE` by default. It is used as it is. Without any, a
   * Postgres is started, and its data are thrown away.
   */
  readonly database?: string;
  /** Files of Nakama's configuration, relative to the workspace root: `local.yml`. */
  readonly config?: readonly string[];
  /** Variables that the server sees besides PATH and HOME: `STRIPE_KEY=test`. */
  readonly env?: readonly string[];
  /** Seconds that a start may take until the server answers; 60 by default. */
  readonly timeout?: number;
}
