import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { type TempFolder, tempFolder } from '../input/temp-folder';
import { cacheFolder } from '../toolchain/user-cache';

/** The folder of images in the user's cache; undefined if there can't be one, which is no fault. */
export function imageCache(env: NodeJS.ProcessEnv): string | undefined {
  try {
    return cacheFolder(env, 'images');
  } catch {
    return undefined;
  }
}

/** A new folder for what is thrown away. */
export function temporaryFolder(env: NodeJS.ProcessEnv): TempFolder {
  return tempFolder('nakama-pins-image', env['TMPDIR'] || tmpdir());
}

/** Removes a folder and all in it. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
