/**
 * Orders two Go versions as Go does (internal/gover): from 1.21 on `1.21` is the language, below every release
 * (`1.21 < 1.21rc1 < 1.21.0`); before, `1.20` is the release 1.20.0.
 *
 * @returns -1, 0 or 1; an unreadable version counts as lowest
 */
export function compareGo(a: string, b: string): number {
  if (a === b) return 0;
  const [x, y] = [parseGo(a), parseGo(b)];
  for (let i = 0; i < x.length; i++) {
    const difference = (x[i] as number) - (y[i] as number);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

/** `[major, minor, patch, kind, pre]`; kind orders beta < rc < release, and a bare language version lowest. */
function parseGo(version: string): [number, number, number, number, number] {
  const match = /^(?:go)?(\d+)\.(\d+)(?:\.(\d+))?(?:(beta|rc)(\d+))?/.exec(version);
  if (!match) return [0, 0, 0, 0, 0];
  const [, major, minor, patch, kind, pre] = match;
  const isLanguage = patch === undefined && kind === undefined;
  const bare = isLanguage && (Number(major) > 1 || Number(minor) >= 21);
  const rank = bare ? -1 : kind === 'beta' ? 1 : kind === 'rc' ? 2 : 3;
  return [Number(major), Number(minor), Number(patch ?? 0), rank, Number(pre ?? 0)];
}

/** `1.26.5` → `[1, 26]`. */
export function goMinor(version: string): [number, number] {
  const [major, minor] = parseGo(version);
  return [major, minor];
}

/** True from Go 1.21 on: then a go line above the running Go is an error, and toolchain lines exist. */
export function hasToolchains(version: string): boolean {
  return compareGo(version, '1.21rc0') >= 0;
}

/** What a go line should say for a Go: the exact version from 1.21 on, the language version before. */
export function goLineFor(go: string): string {
  return hasToolchains(go) ? go : goMinor(go).join('.');
}

/**
 * Whether the go command would drop a toolchain line: it names the Go that the go line implies, or none from 1.21 on
 * (`default` among them). A build that may not write go.mod then stops with "updates to go.mod needed"
 * (UpdateGoModFromReqs in cmd/go/internal/modload/init.go).
 *
 * @param toolchain `go1.26.5`, `default`
 * @param goLine the version of the go line, 1.16 if there is none
 */
export function isDroppedToolchain(toolchain: string, goLine = '1.16'): boolean {
  return toolchain === `go${goLine}` || compareGo(toolchain, '1.21') < 0;
}
