import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';

const WINDOWS = process.platform === 'win32';

/** Absolute path of a program on PATH; undefined if there is none. No shell is asked. */
export function findProgram(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const extensions = WINDOWS ? (variable(env, 'PATHEXT') ?? '.EXE').split(';') : [''];
  for (const folder of (variable(env, 'PATH') ?? '').split(delimiter)) {
    // An empty or relative entry means the current folder, in which a file of that name may be anything.
    if (folder === '' || resolve(folder) !== resolve('/', folder)) continue;
    for (const extension of extensions) {
      const candidate = resolve(folder, `${name}${extension}`);
      if (isExecutable(candidate)) return candidate;
    }
  }
  return undefined;
}

/** PATH with a folder before all others. */
export function pathWith(folder: string, env: NodeJS.ProcessEnv): string {
  return [folder, variable(env, 'PATH')].filter(Boolean).join(delimiter);
}

/** On Windows, names of variables ignore case. */
function variable(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return WINDOWS ? Object.entries(env).find(([key]) => key.toUpperCase() === name)?.[1] : env[name];
}

/** Whether a file can be run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
