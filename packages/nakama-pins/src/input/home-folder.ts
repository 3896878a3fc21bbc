import { homedir } from 'node:os';

/** The user's home folder; undefined if there is none, as for a user that is only a number in a container. */
export function homeFolder(env: NodeJS.ProcessEnv): string | undefined {
  const set = process.platform === 'win32' ? env['USERPROFILE'] : env['HOME'];
  if (set) return set;
  try {
    return homedir();
  } catch {
    return undefined;
  }
}
