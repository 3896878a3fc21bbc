import { join } from 'node:path';
import { compareGo } from '../go-module/compare-go';
import { tempFolder } from '../input/temp-folder';
import { writeScratch } from '../input/write-disk';

/** How go is to see files. */
export interface Overlay {
  /** Files that go takes for missing, absolute. */
  readonly absent: readonly string[];
  /** Files that are not there, absolute, and that go finds. */
  readonly added: readonly { readonly file: string; readonly text: string }[];
}

/**
 * Has go see files otherwise than they are, by its flag `-overlay`, which it knows from 1.16 on.
 *
 * @param version of the go that runs: `1.26.5`
 * @param work gets the flag's file, which is there until it is done; undefined if there is nothing to overlay
 */
export async function overlaying<T>(
  { absent, added }: Overlay,
  version: string,
  work: (overlay: string | undefined) => Promise<T>,
): Promise<T> {
  if (absent.length + added.length === 0 || compareGo(version, '1.16') < 0) return work(undefined);
  const temp = tempFolder('nakama-overlay');
  const folder = temp.path;
  try {
    const replace = Object.fromEntries(absent.map((path) => [path, '']));
    added.forEach(({ file, text }, i) => {
      replace[file] = join(folder, `${i}.go`);
      writeScratch(replace[file], text);
    });
    const file = join(folder, 'overlay.json');
    writeScratch(file, JSON.stringify({ Replace: replace }));
    return await work(file);
  } finally {
    temp.remove();
  }
}

/** The flag of an overlay, if there is one. */
export function overlayFlag(overlay: string | undefined): string[] {
  return overlay === undefined ? [] : [`-overlay=${overlay}`];
}
