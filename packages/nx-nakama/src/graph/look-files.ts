import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import {
  catalogMark,
  type KeptAnswers,
  type LookKind,
  type LookStore,
  readBytesIfPossible,
  writeScratch,
} from 'nakama-pins/detect';

/** Another form. What another version of nakama-pins found is not used, either. */
const FORM = 2;

/**
 * Keeps what was found of the modules in Nx's folder for such data, which `nx reset` empties; without it everything is
 * looked at again. A folder that can't be written costs time, nothing else.
 */
export class LookFiles implements LookStore {
  private readonly version = `${FORM} ${catalogMark()}`;

  constructor(private readonly root: string) {}

  load(kind: LookKind): KeptAnswers {
    const path = this.path(kind);
    return memory.get(path) ?? this.read(path);
  }

  save(kind: LookKind, answers: KeptAnswers): void {
    const path = this.path(kind);
    memory.set(path, answers);
    const beside = `${path}.${process.pid}`;
    try {
      mkdirSync(dataFolder(this.root), { recursive: true });
      // What a crash loses is looked at again: each graph would wait for the disk.
      writeScratch(beside, JSON.stringify({ version: this.version, answers: [...answers] }));
      renameSync(beside, path);
    } catch {
      rmSync(beside, { force: true });
    }
  }

  private path(kind: LookKind): string {
    return join(dataFolder(this.root), `nx-nakama-${kind}.json`);
  }

  private read(path: string): KeptAnswers {
    try {
      const text = readBytesIfPossible(path)?.toString('utf8') ?? '';
      const kept = JSON.parse(text) as {
        version?: unknown;
        answers?: [string, never][];
      };
      if (kept.version === this.version && kept.answers) return new Map(kept.answers);
    } catch {
      // None is there, or another process is at it.
    }
    return new Map();
  }
}

/** What was saved last, by file: Nx's daemon asks again and again. */
const memory = new Map<string, KeptAnswers>();

/** Where Nx keeps the project graph (https://nx.dev/reference/environment-variables). */
function dataFolder(root: string): string {
  const { NX_WORKSPACE_DATA_DIRECTORY, NX_PROJECT_GRAPH_CACHE_DIRECTORY } = process.env;
  const folder = NX_WORKSPACE_DATA_DIRECTORY || NX_PROJECT_GRAPH_CACHE_DIRECTORY || '.nx/workspace-data';
  return isAbsolute(folder) ? folder : join(root, folder);
}
