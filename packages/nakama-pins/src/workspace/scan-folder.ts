import { type Folders, under } from './folders';
import { isScanned, scanSource, type SourceScan } from './scan-source';

/** What the source files of a folder name; empty lists are left out, since a thousand folders have nothing to say. */
export interface FolderScan {
  /** Of the files that other packages compile. */
  readonly sources: SourceScan;
  /** Of its tests, besides. */
  readonly tests: SourceScan;
}

/** A source file that can't be read, or whose header is not Go. */
export interface Skipped {
  readonly file: string;
  /** Where it is wrong, and what. */
  readonly message: string;
}

/**
 * Reads what the source files of a folder name.
 *
 * @param dir relative to the root
 * @param onSkipped called for each file that says nothing because it can't be read
 * @returns null if the folder has no source
 */
export function scanFolder(
  folders: Folders,
  dir: string,
  onSkipped: (skipped: Skipped) => void,
): FolderScan | null {
  const names = (folders.list(dir)?.files ?? []).filter(isScanned);
  if (names.length === 0) return null;
  const scansOf = (wanted: readonly string[]): SourceScan => {
    const scans = wanted.map((name): SourceScan => {
      const file = under(dir, name);
      const scanned = scanSource(folders.absolute(file), file);
      if (!('skipped' in scanned)) return scanned;
      onSkipped({ file, message: scanned.skipped });
      return {};
    });
    return joined(scans);
  };
  const isTest = (name: string): boolean => name.endsWith('_test.go');
  return {
    sources: scansOf(names.filter((name) => !isTest(name))),
    tests: scansOf(names.filter(isTest)),
  };
}

const KEYS = ['imports', 'embeds', 'reads'] as const;

function joined(scans: readonly SourceScan[]): SourceScan {
  const lists = KEYS.map(
    (key) => [key, [...new Set(scans.flatMap((scan) => scan[key] ?? []))].sort()] as const,
  );
  return Object.fromEntries(lists.filter(([, list]) => list.length > 0));
}
