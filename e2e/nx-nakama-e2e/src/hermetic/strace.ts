import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { tryRun } from '../run';

/** One call of the system that names a path. */
export interface FileCall {
  /** Seconds since the epoch. */
  readonly time: number;
  readonly name: string;
  /** Absolute; as the program named them, links and all. */
  readonly paths: readonly string[];
  /** All arguments, as strace prints them. */
  readonly args: string;
  /** `ENOENT` of a call that failed. */
  readonly error?: string;
}

/** Calls by the thread that made them, and the threads and processes that each thread started. */
export interface Trace {
  readonly calls: ReadonlyMap<number, readonly FileCall[]>;
  readonly children: ReadonlyMap<number, readonly number[]>;
}

/** What names files, and what starts the processes that do. */
const TRACED = 'trace=%file,clone,clone3,fork,vfork,fchdir,getdents64';

/** Why nothing can be traced here; undefined if it can. */
export function untraceable(): string | undefined {
  if (process.platform !== 'linux') return 'strace is a program of Linux';
  try {
    const { code, output } = tryRun(
      'strace',
      ['-f', '--seccomp-bpf', '-e', TRACED, '-o', '/dev/null', 'true'],
      {
        cwd: '/',
        env: process.env,
      },
    );
    return code === 0 ? undefined : `strace may not trace: ${output.trim()}`;
  } catch {
    return 'there is no strace on the PATH';
  }
}

/** The arguments that trace a program into the files of a folder, one for each thread. */
export function straceArguments(folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  // One file for each thread: no call is cut in two by another's.
  return ['-ff', '--seccomp-bpf', '-ttt', '-y', '-s', '4096', '-e', TRACED, '-o', join(folder, 'trace')];
}

/** @param cwd the folder in which the program was started */
export function readTrace(folder: string, cwd: string): Trace {
  const lines = readdirSync(folder)
    .flatMap((file) => linesOf(Number(file.split('.').pop()), readFileSync(join(folder, file), 'latin1')))
    .sort((a, b) => a.time - b.time);
  const calls = new Map<number, FileCall[]>();
  const children = new Map<number, number[]>();
  const folders = new Map<number, Folder>();
  const first: Folder = { path: cwd };
  for (const { thread, time, name, args, result, error } of lines) {
    const folder = folders.get(thread) ?? first;
    folders.set(thread, folder);
    if (/^(?:clone3?|v?fork)$/.test(name)) {
      if (error !== undefined) continue;
      push(children, thread, result);
      // Threads have one folder together, a process one of its own.
      folders.set(result, args.includes('CLONE_FS') ? folder : { path: folder.path });
      continue;
    }
    const paths = pathsOf(name, args, folder.path);
    if (/^f?chdir$/.test(name) && error === undefined && paths[0] !== undefined) folder.path = paths[0];
    push(calls, thread, { time, name, paths, args, ...(error !== undefined && { error }) });
  }
  return { calls, children };
}

/** The calls of a thread and of all that it started, in the order of time. */
export function callsBelow({ calls, children }: Trace, thread: number): FileCall[] {
  const below = (children.get(thread) ?? []).flatMap((child) => callsBelow({ calls, children }, child));
  return [...(calls.get(thread) ?? []), ...below].sort((a, b) => a.time - b.time);
}

interface Folder {
  path: string;
}

interface Line {
  readonly thread: number;
  readonly time: number;
  readonly name: string;
  readonly args: string;
  readonly result: number;
  readonly error?: string;
}

/** `1700000000.1 openat(AT_FDCWD</w>, "go.mod", O_RDONLY) = -1 ENOENT (No such file or directory)` */
const LINE = /^(\d+\.\d+) (\w+)\((.*)\)\s+= (-?\d+)(?:<.*>)?(?: (E[A-Z0-9]+) \(.*\))?(?: \(.*\))?$/;

function linesOf(thread: number, text: string): Line[] {
  return text.split('\n').flatMap((line) => {
    const [, time, name, args, result, error] = LINE.exec(line) ?? [];
    if (time === undefined || name === undefined || args === undefined) return [];
    return [
      {
        thread,
        time: Number(time),
        name,
        args,
        result: Number(result),
        ...(error !== undefined && { error }),
      },
    ];
  });
}

/** A path, and before it the folder that it is relative to, if that is not the one of the process. */
const PATH = /(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"/g;

/** How many of the strings are paths, where it is not the first alone. */
const PATHS: Readonly<Record<string, readonly [from: number, to: number]>> = {
  rename: [0, 2],
  renameat: [0, 2],
  renameat2: [0, 2],
  link: [0, 2],
  linkat: [0, 2],
  symlink: [1, 2],
  symlinkat: [1, 2],
};

function pathsOf(name: string, args: string, cwd: string): string[] {
  if (name === 'getdents64' || name === 'fchdir') return [/^\d+<([^>]*)>/.exec(args)?.[1] ?? cwd];
  const [from, to] = PATHS[name] ?? [0, 1];
  return [...args.matchAll(PATH)]
    .slice(from, to)
    .filter(([, , path]) => path !== '')
    .map(([, base, path = '']) => resolve(base ?? cwd, unescaped(path)));
}

/** strace prints every byte that is not ASCII in octal. */
function unescaped(path: string): string {
  const bytes = path.replace(/\\([0-7]{1,3})/g, (_, octal: string) =>
    String.fromCharCode(parseInt(octal, 8)),
  );
  return Buffer.from(bytes.replace(/\\(.)/g, '$1'), 'latin1').toString('utf8');
}

function push<T>(lists: Map<number, T[]>, key: number, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
