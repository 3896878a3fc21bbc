import { isIncompatible, majorOf } from './module-version';

/** What a module path says about major versions. */
interface PathMajor {
  /** `/v2`, `.v2`, `.v2-unstable`, or empty for v0 and v1. */
  readonly suffix: string;
}

/**
 * The major version suffix of a module path (https://go.dev/ref/mod#major-version-suffixes).
 * Undefined if Go does not allow the path's ending: `/v1`, `/v0`, `/v02`, `/v1.2`, a gopkg.in path
 * without `.vN`.
 */
export function pathMajor(path: string): PathMajor | undefined {
  if (path.startsWith('gopkg.in/')) {
    const suffix = /\.v(?:0|[1-9][0-9]*(?:-unstable)?)$/.exec(path)?.[0];
    return suffix === undefined ? undefined : { suffix };
  }
  const suffix = /\/v[0-9.]+$/.exec(path)?.[0];
  if (suffix === undefined) return { suffix: '' };
  return /^\/v[1-9][0-9]*$/.test(suffix) && suffix !== '/v1' ? { suffix } : undefined;
}

/**
 * The major versions that a path allows, if the version is none of them; undefined if it is one.
 *
 * @param version canonical
 */
export function majorMismatch(version: string, { suffix }: PathMajor): string | undefined {
  const wanted = suffix.replace(/-unstable$/, '');
  // Early Go wrote v0.0.0- pseudo-versions for gopkg.in paths of v1.
  if (wanted === '.v1' && version.startsWith('v0.0.0-')) return undefined;
  const major = majorOf(version);
  if (wanted === '') {
    return major === 'v0' || major === 'v1' || isIncompatible(version) ? undefined : 'v0 or v1';
  }
  return major === wanted.slice(1) ? undefined : wanted.slice(1);
}

/** A path of a folder, by Unix or Windows rules: rooted, or beginning with `.` or `..`. */
export function isDirectoryPath(path: string): boolean {
  return /^(?:\.{1,2}(?:[/\\]|$)|[/\\]|[A-Za-z]:)/.test(path);
}

const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])$/i;

/** Whether Windows keeps this name, in any case, for a device: Go allows it in no path. */
function isWindowsDevice(name: string): boolean {
  return WINDOWS_DEVICE.test(name);
}

/** Whether a package may have this import path (golang.org/x/mod/module.CheckImportPath). */
export function isImportPath(path: string): boolean {
  return importPathFault(path) === undefined;
}

/** What golang.org/x/mod/module.CheckImportPath refuses about a path, as Go does in the module line of go.mod. */
export function importPathFault(path: string): string | undefined {
  if (path === '') return 'it is empty';
  if (path.startsWith('-')) return 'it begins with a dash';
  for (const element of path.split('/')) {
    const fault = pathElementFault(element);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** @param allowed besides letters and digits; of paths that can be downloaded, `+` is not */
export function pathElementFault(element: string, allowed = '-._~+'): string | undefined {
  if (element === '') return 'it has an empty element (a slash at the beginning or end, or two in a row)';
  if (element.endsWith('.')) return `its element "${element}" ends with a dot`;
  const bad = PLAIN.test(element) ? undefined : firstNotIn(element, allowed);
  if (bad !== undefined) return `it holds ${JSON.stringify(bad)}; letters, digits and ${allowed} are allowed`;
  const [stem = ''] = element.split('.');
  if (isWindowsDevice(stem)) return `its element "${element}" is a device name on Windows`;
  if (/~\d+$/.test(stem)) return `its element "${element}" ends with a tilde and digits`;
  return undefined;
}

/** Allowed everywhere. */
const PLAIN = /^[A-Za-z0-9._-]*$/;

function firstNotIn(element: string, allowed: string): string | undefined {
  return [...element].find((char) => !/[A-Za-z0-9]/.test(char) && !allowed.includes(char));
}

/** Words that mean sets of packages to the go command, and what cgo takes for C: no package can have one as its path. */
const RESERVED_PATHS: readonly string[] = ['all', 'cmd', 'std', 'tool', 'work', 'C'];

export function isReservedPath(path: string): boolean {
  return RESERVED_PATHS.includes(path);
}
