import type { Outcome } from '../findings/outcome';

/** The outcome of starting a server with the plugins of one module. */
export interface StartOutcome extends Outcome {
  /** The starts that came to a server that answers, one for each platform. */
  readonly started: readonly {
    /** GOOS/GOARCH. */
    readonly platform: string;
    /** The plugins, relative to the workspace root. */
    readonly files: readonly string[];
    /** The server's name. */
    readonly server: string;
    /** The database's name. */
    readonly database: string;
    /** How long opening the plugins and running InitModule took, in tenths of a second. */
    readonly initSeconds: number | null;
    /** What all plugins of that server registered; each list is sorted. */
    readonly registered: {
      /** Ids of RPCs. */
      readonly rpcs: readonly string[];
      /** Names of matches. */
      readonly matches: readonly string[];
      /** `before authenticatedevice`, `matchmaker matched`, `event session_start` … */
      readonly hooks: readonly string[];
    };
  }[];
}

/** A server that answered. */
export type Started = StartOutcome['started'][number];
