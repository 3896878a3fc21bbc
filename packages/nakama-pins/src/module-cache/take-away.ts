import { chmodSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../input/problem';
import type { ModuleDamage } from './check-module';

/**
 * Takes what is damaged of one module version out of go's cache, and nothing else: go then unpacks or downloads it again.
 *
 * @throws InputError if this user may not write there; nothing is changed then
 */
export function takeAway({ module, words, isZipBad }: ModuleDamage): void {
  const { folder, zip, zipHash } = module;
  try {
    if (existsSync(folder)) {
      // Go itself removes what it finds under this name.
      const aside = `${folder}.tmp-${process.pid}`;
      renameSync(folder, aside);
      removeReadOnly(aside);
    }
    if (isZipBad) for (const file of [zip, zipHash]) rmSync(file, { force: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const paths = [folder, ...(isZipBad ? [zip, zipHash] : [])].filter((path) => existsSync(path));
    throw new InputError([
      {
        file: folder,
        message: `this module version in go's cache is damaged (${words}), and can't be removed by this user: ${code}`,
        fix: `have its owner run: chmod -R u+w ${folder} && rm -rf ${paths.join(' ')}`,
      },
    ]);
  }
}

/** Go makes its folders read-only. Files are not touched: what is linked from elsewhere keeps its permissions. */
function removeReadOnly(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeReadOnly(join(folder, entry.name));
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
