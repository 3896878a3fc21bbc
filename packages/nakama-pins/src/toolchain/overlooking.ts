import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareGo } from '../go-module/compare-go';

/**
 * Has go take files for missing, by its flag `-overlay`, which it knows from 1.16 on.
 *
 * @param files absolute paths
 * @param version of the go that runs: `1.26.5`
 * @param work gets the flag's file, which is there until it is done; undefined if there is nothing to overlook
 */
export async function overlooking<T>(
  files: readonly string[],
  version: string,
  work: (overlay: string | undefined) => Promise<T>,
): Promise<T> {
  if (files.length === 0 || compareGo(version, '1.16') < 0) return work(undefined);
  const folder = mkdtempSync(join(tmpdir(), 'nakama-overlay-'));
  try {
    const file = join(folder, 'overlay.json');
    writeFileSync(file, JSON.stringify({ Replace: Object.fromEntries(files.map((path) => [path, ''])) }));
    return await work(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The flag of an overlay, if there is one. */
export function overlayFlag(overlay: string | undefined): string[] {
  return overlay === undefined ? [] : [`-overlay=${overlay}`];
}
