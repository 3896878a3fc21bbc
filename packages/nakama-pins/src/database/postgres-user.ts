import { readBytesIfPossible } from '../input/read-disk';

/** A user of this computer. */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Of all systems that know no other. */
const NOBODY: SystemUser = { name: 'nobody', uid: 65534, gid: 65534 };

/**
 * The user that Postgres runs as where we are root, as which it refuses to run: `postgres` if there is one, else `nobody`.
 *
 * @returns undefined if we are not root: then it runs as we do
 */
export function postgresUser(uid = process.getuid?.(), passwd = readPasswd()): SystemUser | undefined {
  if (uid !== 0) return undefined;
  const users = passwd.split('\n').map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const found = users.find(([name]) => name === wanted);
    if (found) return { name: wanted, uid: Number(found[2]), gid: Number(found[3]) };
  }
  return NOBODY;
}

function readPasswd(): string {
  return readBytesIfPossible('/etc/passwd')?.toString('utf8') ?? '';
}
