/** Flags of `go build` that instrument every package. */
export const INSTRUMENTS: ReadonlySet<string> = new Set(['race', 'msan', 'asan']);

/** Variables that choose other code of the standard library, or another compiler of it. */
export const VARIANTS: ReadonlySet<string> = new Set(['GOEXPERIMENT', 'GOFIPS140']);

/** Build tags that make `net` and `os/user` other packages than the server's. */
export const SERVER_TAGS: ReadonlySet<string> = new Set(['netgo', 'osusergo']);

/** Whether the value of -gcflags or -asmflags has a package pattern; without one only the main package is concerned. */
export function reachesPackages(value: string): boolean {
  return /^[^-\s][^=]*=/.test(value);
}
