import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError, type Problem } from '../input/problem';
import { copyAll } from '../input/write-disk';
import { preferredPorts, type ServerFile } from '../workspace/server-project';
import { freeServerPorts, type ServerPorts } from './start-server';

/** What a server project gives its server besides plugins. */
export interface ServerGiven {
  readonly files: readonly ServerFile[];
  /** Relative to the workspace root. */
  readonly config: readonly string[];
  /** `NAME=VALUE` */
  readonly env: readonly string[];
  readonly ports: Partial<ServerPorts>;
  /** What is said of a port that was asked for and is taken. */
  readonly portTaken: (key: keyof ServerPorts, port: number) => Problem;
}

/** Puts files beside the plugins, `modules/`; a server may write into its own copy. */
export function placeFiles(root: string, files: readonly ServerFile[], folder: string): void {
  for (const { from, to } of files) {
    const path = join(folder, 'modules', to);
    mkdirSync(dirname(path), { recursive: true });
    copyAll(join(root, from), path);
  }
}

/**
 * The ports of a server that is served: those that its project asks for, else Nakama's own or free ones.
 *
 * @throws InputError if one that is asked for is taken
 */
export async function servedPorts(given: ServerGiven | undefined): Promise<ServerPorts> {
  const wanted = given?.ports ?? {};
  const ports = await freeServerPorts(preferredPorts(wanted));
  const taken = (['http', 'console'] as const).flatMap((key) => {
    const port = wanted[key];
    return !given || port === undefined || port === ports[key] ? [] : [given.portTaken(key, port)];
  });
  if (taken.length > 0) throw new InputError(taken);
  return ports;
}
