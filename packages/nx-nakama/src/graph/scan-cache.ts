import { mkdirSync, readFileSync, renameSync, rmSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { scanSource, type SkippedSource, type SourceScan } from 'nakama-pins/detect';

/** Another form, or another way to read: what was kept is read anew. */
const VERSION = 1;
/** A file that changed so lately may change again without another time stamp. */
const SETTLED_MS = 3_000;

/** What a source file names, or why it can't be read. */
type Scanned = SourceScan | SkippedSource;

/** The file's time stamps, size and number, and what it names. */
type Entry = readonly [stamp: string, scanned: Scanned];

/** A source file that was left out. */
export interface Skipped {
  readonly file: string;
  /** Where it is wrong, and what. */
  readonly message: string;
}

/**
 * What source files name. A file is read again when it changed by what the system says of it, as git's index has it: the
 * time of its last change can't be set by hand. Kept in Nx's folder for such data, which `nx reset` empties; without it
 * everything is read again.
 */
export class ScanCache {
  private readonly known: ReadonlyMap<string, Entry>;
  private readonly used = new Map<string, Entry>();
  private readonly unsettled = new Set<string>();
  private readonly path: string;
  private isChanged = false;
  /** Files that were read now and that can't be. */
  readonly skipped: Skipped[] = [];

  constructor(private readonly root: string) {
    this.path = join(dataFolder(root), 'nx-nakama-sources.json');
    this.known = memory.get(root) ?? readKept(this.path);
  }

  /** @param file relative to the root */
  readonly scanOf = (file: string): SourceScan | undefined => {
    const [, scanned] = this.used.get(file) ?? this.entryOf(file);
    return 'skipped' in scanned ? undefined : scanned;
  };

  /** Keeps what was asked for, and forgets the rest. A folder that can't be written costs time, nothing else. */
  save(): void {
    for (const file of this.unsettled) this.used.delete(file);
    memory.set(this.root, this.used);
    if (!this.isChanged && this.used.size === this.known.size) return;
    const beside = `${this.path}.${process.pid}`;
    try {
      mkdirSync(dataFolder(this.root), { recursive: true });
      writeFileSync(beside, JSON.stringify({ version: VERSION, files: Object.fromEntries(this.used) }));
      renameSync(beside, this.path);
    } catch {
      rmSync(beside, { force: true });
    }
  }

  private entryOf(file: string): Entry {
    const absPath = `${this.root}/${file}`;
    const stats = statSync(absPath, { throwIfNoEntry: false });
    const stamp = stats ? stampOf(stats) : '';
    const kept = this.known.get(file);
    if (kept?.[0] === stamp) {
      this.used.set(file, kept);
      return kept;
    }
    const entry: Entry = [stamp, this.read(absPath, file)];
    if (!stats || Date.now() - Math.max(stats.ctimeMs, stats.mtimeMs) < SETTLED_MS) this.unsettled.add(file);
    else this.isChanged = true;
    this.used.set(file, entry);
    return entry;
  }

  private read(absPath: string, file: string): Scanned {
    const scanned = scanSource(absPath, file);
    if ('skipped' in scanned) this.skipped.push({ file, message: scanned.skipped });
    return scanned;
  }
}

/** The last scans of each workspace: Nx's daemon asks again and again. */
const memory = new Map<string, ReadonlyMap<string, Entry>>();

function stampOf({ mtimeMs, ctimeMs, size, ino }: Stats): string {
  return `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
}

/** Where Nx keeps the project graph (https://nx.dev/reference/environment-variables). */
function dataFolder(root: string): string {
  const { NX_WORKSPACE_DATA_DIRECTORY, NX_PROJECT_GRAPH_CACHE_DIRECTORY } = process.env;
  const folder = NX_WORKSPACE_DATA_DIRECTORY || NX_PROJECT_GRAPH_CACHE_DIRECTORY || '.nx/workspace-data';
  return isAbsolute(folder) ? folder : join(root, folder);
}

function readKept(path: string): ReadonlyMap<string, Entry> {
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as {
      version?: unknown;
      files?: Record<string, Entry>;
    };
    if (kept.version === VERSION && kept.files) return new Map(Object.entries(kept.files));
  } catch {
    // None is there, or another process is at it.
  }
  return new Map();
}
