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
export function isWindowsDevice(name: string): boolean {
  return WINDOWS_DEVICE.test(name);
}

/** Whether a package may have this import path (golang.org/x/mod/module.CheckImportPath). */
export function isImportPath(path: string): boolean {
  if (path.startsWith('-')) return false;
  return path.split('/').every(isImportPathElement);
}

function isImportPathElement(element: string): boolean {
  if (!/^[A-Za-z0-9\-._~+]+$/.test(element) || element.endsWith('.')) return false;
  const stem = element.split('.', 1)[0] as string;
  return !isWindowsDevice(stem) && !/~[0-9]+$/.test(stem);
}
