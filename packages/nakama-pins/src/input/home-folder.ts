import { homedir } from 'node:os';

/** The user's home folder; undefined for one without a home, such as a bare number in a container. */
export function homeFolder(env: NodeJS.ProcessEnv): string | undefined {
  const set = process.platform === 'win32' ? env['USERPROFILE'] : env['HOME'];
  if (set) return set;
  try {
    return homedir();
  } catch {
    return undefined;
  }
}
