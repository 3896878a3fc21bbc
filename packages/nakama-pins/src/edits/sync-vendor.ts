import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readBytes } from '../input/read-disk';
import { writeFiles } from '../input/write-file';
import { MODULE_MAX_BYTES } from '../toolchain/module-zip';

/** The list of the other files. It changes last, so that a half-updated vendor/ is seen as inconsistent. */
const MODULES_TXT = 'modules.txt';

/** The differences between a vendor folder and the wanted one; paths relative to it, with `/` separators. */
export interface VendorDifference {
  readonly write: readonly string[];
  readonly remove: readonly string[];
}

/**
 * @param current the vendor folder, absolute
 * @param wanted the folder that `go mod vendor` makes for the new go.mod
 */
export function compareVendor(current: string, wanted: string): VendorDifference {
  const [old, now] = [filesIn(current), filesIn(wanted)];
  const isSame = (file: string): boolean =>
    old.has(file) && bytesOf(join(current, file)).equals(bytesOf(join(wanted, file)));
  return {
    write: [...now].filter((file) => !isSame(file)).sort(lastModulesTxt),
    remove: [...old].filter((file) => !now.has(file)).sort(),
  };
}

/** Updates the vendor folder file by file; each is old or new at any moment. */
export function applyVendor(current: string, wanted: string, { write, remove }: VendorDifference): void {
  for (const file of remove) rmSync(join(current, file));
  for (const file of write) {
    mkdirSync(dirname(join(current, file)), { recursive: true });
    writeFiles([{ absPath: join(current, file), text: bytesOf(join(wanted, file)) }]);
  }
}

function bytesOf(absPath: string): Buffer {
  return readBytes(absPath, absPath, { maxBytes: MODULE_MAX_BYTES });
}

function lastModulesTxt(a: string, b: string): number {
  if ((a === MODULES_TXT) !== (b === MODULES_TXT)) return a === MODULES_TXT ? 1 : -1;
  return a < b ? -1 : 1;
}

function filesIn(folder: string): Set<string> {
  if (!existsSync(folder)) return new Set();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Set(
    entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .replaceAll('\\', '/'),
      ),
  );
}
