/** Flags that instrument every package. */
export const INSTRUMENTS: ReadonlySet<string> = new Set(['race', 'msan', 'asan']);

/** Build tags that make `net` and `os/user` other packages than the server's. */
export const SERVER_TAGS: ReadonlySet<string> = new Set(['netgo', 'osusergo']);
