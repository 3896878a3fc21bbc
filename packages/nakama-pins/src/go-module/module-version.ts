import type { ModuleVersion } from './module-files';

/** A version such as `v1.2.3-pre+incompatible`, taken apart. */
interface ParsedVersion {
  readonly major: string;
  readonly minor: string;
  readonly patch: string;
  /** With its `-`, or empty. */
  readonly prerelease: string;
  /** With its `+`, or empty. */
  readonly build: string;
}

const NUMBER = '(0|[1-9][0-9]*)';
const PRERELEASE_PART = '(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)';
const BUILD_PART = '[0-9A-Za-z-]+';
const VERSION = new RegExp(
  `^v${NUMBER}(?:\\.${NUMBER}(?:\\.${NUMBER}(-${PRERELEASE_PART}(?:\\.${PRERELEASE_PART})*)?(\\+${BUILD_PART}(?:\\.${BUILD_PART})*)?)?)?$`,
);

function parseVersion(version: string): ParsedVersion | undefined {
  const match = VERSION.exec(version);
  if (!match?.[1]) return undefined;
  const [, major, minor = '0', patch = '0', prerelease = '', build = ''] = match;
  return { major, minor, patch, prerelease, build };
}

/** A semantic version with its `v`, as golang.org/x/mod/semver defines it: `v1` and `v1.2` count. */
export function isValidVersion(version: string): boolean {
  return VERSION.test(version);
}

/** `v1.2` → `v1.2.0`; build metadata is dropped, `+incompatible` stays. Undefined if it is not a version. */
export function canonicalVersion(version: string): string | undefined {
  const parsed = parseVersion(version);
  if (!parsed) return undefined;
  const { major, minor, patch, prerelease, build } = parsed;
  return `v${major}.${minor}.${patch}${prerelease}${build === '+incompatible' ? build : ''}`;
}

/** `v2` of `v2.3.4`; undefined if it is not a version. */
export function majorOf(version: string): string | undefined {
  const parsed = parseVersion(version);
  return parsed && `v${parsed.major}`;
}

/** Whether the version's whole build suffix is `+incompatible`. */
export function isIncompatible(version: string): boolean {
  return parseVersion(version)?.build === '+incompatible';
}

/**
 * Orders versions by semantic precedence, with numbers of any length (those of pseudo-versions are larger
 * than a double can hold). A text that is not a version sorts below every version.
 *
 * @returns negative, 0 or positive
 */
export function compareVersions(a: string, b: string): number {
  const left = parseVersion(a);
  const right = parseVersion(b);
  if (!left || !right) return Number(left !== undefined) - Number(right !== undefined);
  return (
    compareNumbers(left.major, right.major) ||
    compareNumbers(left.minor, right.minor) ||
    compareNumbers(left.patch, right.patch) ||
    comparePrereleases(left.prerelease, right.prerelease)
  );
}

function compareNumbers(a: string, b: string): number {
  return a.length - b.length || compareText(a, b);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function comparePrereleases(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '') return 1;
  if (b === '') return -1;
  const left = a.slice(1).split('.');
  const right = b.slice(1).split('.');
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (part === other) continue;
    const numeric = /^[0-9]+$/.test(part);
    if (numeric !== /^[0-9]+$/.test(other)) return numeric ? -1 : 1;
    return numeric ? compareNumbers(part, other) : compareText(part, other);
  }
  return -1;
}

/** `example.com/x v1.2.3`; the path alone of a folder or a module without a version. */
export function pathAndVersion({ path, version }: ModuleVersion): string {
  return version ? `${path} ${version}` : path;
}

/** The version by which a module is required that exists nowhere but in a folder. */
export const UNPUBLISHED = 'v0.0.0';
