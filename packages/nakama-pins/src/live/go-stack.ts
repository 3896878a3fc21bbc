import type { FindingLocation } from '../input/problem';

/** A module of the workspace, as stacks name its files. */
export interface StackModule {
  /** `example.com/arena` */
  readonly path: string;
  /** Relative to the workspace root. */
  readonly dir: string;
}

/** What a goroutine does, from the innermost call on. */
interface Goroutine {
  readonly calls: readonly Call[];
}

interface Call {
  /** `example.com/arena.InitModule` */
  readonly name: string;
  /** As `-trimpath` writes it: `example.com/arena/main.go`, `example.com/lib@v0.0.0/lib.go`. */
  readonly file: string;
  readonly line: number;
}

/**
 * Finds the line of the workspace at which a server's Go stopped: the innermost call of ours in the goroutine that
 * died; in one that runs InitModule, where all of them are printed.
 *
 * @param lines as a crash of Go prints them
 */
export function placeInStack(
  lines: readonly string[],
  modules: readonly StackModule[],
): FindingLocation | undefined {
  const goroutines = readGoroutines(lines);
  const inInit = goroutines.filter(({ calls }) => calls.some(({ name }) => name.endsWith('.InitModule')));
  for (const { calls } of [...(lines.some(isQuit) ? inInit : []), ...goroutines]) {
    for (const { file, line } of calls) {
      const own = ownFile(file, modules);
      if (own !== undefined) return { file: own, line, column: 1 };
    }
  }
  return undefined;
}

function isQuit(line: string): boolean {
  return line.startsWith('SIGQUIT: quit');
}

function readGoroutines(lines: readonly string[]): Goroutine[] {
  const goroutines: Call[][] = [];
  for (const [i, line] of lines.entries()) {
    if (/^goroutine \d+\b.*:$/.test(line)) goroutines.push([]);
    const [, file, number] = /^\t(.+\.(?:go|s)):(\d+)(?: \+0x.*)?$/.exec(line) ?? [];
    const name = /^(?:created by )?(.+?)(?:\(.*\))?(?: in goroutine \d+)?$/.exec(lines[i - 1] ?? '')?.[1];
    if (file !== undefined && name !== undefined)
      goroutines.at(-1)?.push({ name, file, line: Number(number) });
  }
  // What comes before the panic handles it.
  return goroutines.map((calls) => ({
    calls: calls.slice(calls.findIndex(({ name }) => name === 'panic') + 1),
  }));
}

/** The file of a module of ours, relative to the workspace root. */
function ownFile(file: string, modules: readonly StackModule[]): string | undefined {
  const fitting = modules.flatMap(({ path, dir }) => {
    if (!file.startsWith(path)) return [];
    const within = /^(?:@[^/]+)?\/(.+)$/.exec(file.slice(path.length))?.[1];
    // A published module below ours has its version there.
    return within === undefined || within.includes('@')
      ? []
      : [{ path, file: dir === '.' ? within : `${dir}/${within}` }];
  });
  return fitting.sort((a, b) => b.path.length - a.path.length)[0]?.file;
}
