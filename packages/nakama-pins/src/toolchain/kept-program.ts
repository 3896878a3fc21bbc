import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { readBytesIfPossible } from '../input/read-disk';
import { type Damage, damageIn, factsOf } from '../module-cache/manifest';
import type { UnpackedFiles } from './unpacked-files';

/** Remembers a program that was made in a cache. */
export function keepProgram(program: string, kept: UnpackedFiles): void {
  const [folder, name] = [dirname(program), basename(program)];
  kept.keepManifest(folder, new Map([[name, factsOf(readBytesIfPossible(program))]]));
  kept.keepLooks(folder, [name]);
}

/**
 * What is damaged of a program that was made in a cache; undefined if nothing is, or it is not there. One that is not
 * remembered is taken as it is.
 *
 * @param isWhole every byte is looked at, also where it looks as it did
 */
export function programDamage(program: string, kept: UnpackedFiles, isWhole = false): Damage | undefined {
  const [folder, name] = [dirname(program), basename(program)];
  if (!existsSync(program) || (!isWhole && kept.looksUnchanged(folder))) return undefined;
  const manifest = kept.manifest(folder);
  const damage = manifest && damageIn(folder, manifest, 'contents', (file) => file === name);
  if (!damage) keepProgram(program, kept);
  return damage;
}
