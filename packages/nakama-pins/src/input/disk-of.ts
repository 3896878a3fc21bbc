import { existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The file system that a path is on. */
export interface Disk {
  /** Where it is mounted; on Windows the drive. */
  readonly mount: string;
  /** What a user may still write. */
  readonly freeBytes: number;
}

/** Undefined if it can't be asked. */
export function diskOf(path: string): Disk | undefined {
  try {
    let mount = dirname(path);
    // What could not be made is not there.
    while (!existsSync(mount) && mount !== dirname(mount)) mount = dirname(mount);
    const { dev } = statSync(mount);
    for (let above = dirname(mount); above !== mount && statSync(above).dev === dev; above = dirname(mount))
      mount = above;
    const { bavail, bsize } = statfsSync(mount);
    return { mount, freeBytes: bavail * bsize };
  } catch {
    return undefined;
  }
}
