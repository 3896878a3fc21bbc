import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import type { FileCall } from './strace';

/** What a program did with the files of a workspace, by path relative to its root, sorted. */
export interface Uses {
  /** Files whose text was read, or that were run. */
  readonly opened: readonly string[];
  /** Files that were only looked at: whether they are there, and what they are. */
  readonly seen: readonly string[];
  /** What was sought and is not there. */
  readonly missing: readonly string[];
  /** Folders whose names were read. */
  readonly listed: readonly string[];
  /** What was written, and is there. */
  readonly written: readonly string[];
  /** What was written, and is there no more. */
  readonly passing: readonly string[];
}

const WRITES =
  /^(?:creat|mkdir(?:at)?|mknod(?:at)?|rename(?:at2?)?|unlink(?:at)?|rmdir|link(?:at)?|symlink(?:at)?|f?chmod(?:at2?)?|[fl]?chown(?:at)?|fchownat|utimensat|utimes?|futimesat|truncate)$/;

/** Nx's own, and what npm has installed: what of it counts is hashed by its version. */
const NOT_OURS = /^(?:node_modules|\.nx|\.git)(?:\/|$)/;

/** @param calls while nothing but the program changes the workspace */
export function usesOf(root: string, calls: readonly FileCall[]): Uses {
  const uses = {
    opened: new Set<string>(),
    seen: new Set<string>(),
    missing: new Set<string>(),
    listed: new Set<string>(),
    written: new Set<string>(),
    passing: new Set<string>(),
  };
  for (const call of calls) {
    for (const [at, path] of call.paths.entries()) {
      if (path !== root && !path.startsWith(`${root}/`)) continue;
      const file = relative(root, path) || '.';
      if (NOT_OURS.test(file)) continue;
      if (isWrite(call, at)) {
        if (call.error === undefined) (existsSync(path) ? uses.written : uses.passing).add(file);
      } else if (call.error !== undefined) {
        // Not ENOTDIR: what is a file has nothing below it.
        if (call.error === 'ENOENT' && !existsSync(path)) uses.missing.add(file);
      } else if (call.name === 'getdents64') {
        uses.listed.add(throughLinks(root, path));
      } else if (isFile(path)) {
        (isOpening(call) ? uses.opened : uses.seen).add(throughLinks(root, path));
      }
    }
  }
  const sorted = Object.entries(uses).map(([kind, files]) => [kind, [...files].sort()]);
  return Object.fromEntries(sorted) as Uses;
}

/** @param at which of the paths: a link is made to the first of two */
function isWrite({ name, args }: FileCall, at: number): boolean {
  if (/^link(?:at)?$/.test(name) && at === 0) return false;
  return (
    WRITES.test(name) || (/^open(?:at2?)?$/.test(name) && /\bO_(?:WRONLY|RDWR|CREAT|TRUNC)\b/.test(args))
  );
}

function isOpening({ name }: FileCall): boolean {
  return /^(?:open(?:at2?)?|execve(?:at)?|link(?:at)?)$/.test(name);
}

function isFile(path: string): boolean {
  return existsSync(path) && lstatSync(realpathSync(path)).isFile();
}

function throughLinks(root: string, path: string): string {
  return relative(root, existsSync(path) ? realpathSync(path) : path) || '.';
}

/** Folders in which one of the files lies, or that are above it. */
export function foldersAbove(files: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>(['.']);
  for (const file of files) {
    for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) folders.add(folder);
  }
  return folders;
}
