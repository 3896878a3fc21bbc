import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { readBytesIfPossible } from '../input/read-disk';
import { tempFolder } from '../input/temp-folder';
import { writeScratch } from '../input/write-disk';
import type { GoResult } from '../toolchain/go-command';
import { ModuleGraph } from './module-graph';

/** Runs the exact Go in a folder. */
export type RunGo = (cwd: string, args: readonly string[]) => Promise<GoResult>;

/** go.mod and go.sum as text. */
export interface ModFiles {
  readonly goMod: string;
  readonly goSum: string;
}

/**
 * A module's source with other mod files. Go reads and writes these in a temporary folder (`-modfile`), and sees planned
 * go.mod files of local library modules through an overlay, so that nothing in the workspace changes before all is
 * settled.
 */
export class Workbench {
  private readonly temp = tempFolder('nakama-pin');
  private readonly folder = this.temp.path;
  readonly modFile = join(this.folder, 'go.mod');
  /** The file for go's `-overlay`, if there are planned library modules. */
  readonly overlay: string | undefined;
  private lineBreaks: Readonly<Record<keyof ModFiles, string>> = { goMod: '\n', goSum: '\n' };

  /**
   * @param dir the module's folder, absolute
   * @param libraries planned go.mod texts of library modules by absolute path
   */
  constructor(
    private readonly dir: string,
    private readonly run: RunGo,
    libraries: ReadonlyMap<string, string> = new Map(),
  ) {
    this.overlay = libraries.size > 0 ? this.writeOverlay(libraries) : undefined;
  }

  remove(): void {
    this.temp.remove();
  }

  write({ goMod, goSum }: ModFiles): void {
    this.lineBreaks = { goMod: lineBreakOf(goMod), goSum: lineBreakOf(goSum) };
    writeScratch(this.modFile, goMod);
    writeScratch(join(this.folder, 'go.sum'), goSum);
  }

  /** The mod files after Go's work, with their earlier line breaks, because Go writes its own. */
  read(): ModFiles {
    const { goMod, goSum } = this.lineBreaks;
    return {
      goMod: withLineBreak(readOrEmpty(this.modFile), goMod),
      goSum: withLineBreak(readOrEmpty(join(this.folder, 'go.sum')), goSum),
    };
  }

  /** Flags that make a go command use the mod files here. */
  get flags(): string[] {
    return [`-modfile=${this.modFile}`, ...(this.overlay === undefined ? [] : [`-overlay=${this.overlay}`])];
  }

  /** `go mod tidy` on the mod files here. */
  tidy(): Promise<GoResult> {
    return this.run(this.dir, ['mod', 'tidy', ...this.flags]);
  }

  /** `go mod graph`; undefined if Go can't load it. */
  async graph(): Promise<ModuleGraph | undefined> {
    const { code, stdout } = await this.run(this.dir, ['mod', 'graph', ...this.flags]);
    return code === 0 ? new ModuleGraph(stdout) : undefined;
  }

  /** Published versions of a module, from low to high; empty if the proxy has no list. */
  async versions(path: string): Promise<string[]> {
    // To leave retracted versions out, Go reads the newest go.mod, which may ask for a newer Go than the release's.
    const args = ['list', '-m', '-retracted', '-versions', path];
    const { code, stdout } = await this.run(tmpdir(), args);
    return code === 0 ? stdout.trim().split(' ').slice(1) : [];
  }

  /** Writes the vendor folder for the mod files here and returns its path. */
  async vendor(): Promise<{ readonly folder: string; readonly result: GoResult }> {
    const folder = join(this.folder, 'vendor');
    const result = await this.run(this.dir, ['mod', 'vendor', ...this.flags, '-o', folder]);
    return { folder, result };
  }

  private writeOverlay(libraries: ReadonlyMap<string, string>): string {
    const replace = Object.fromEntries(
      [...libraries].map(([path, text], i) => {
        const planned = join(this.folder, `library-${i}`, basename(path));
        mkdirSync(dirname(planned), { recursive: true });
        writeScratch(planned, text);
        return [path, planned];
      }),
    );
    const file = join(this.folder, 'overlay.json');
    writeScratch(file, JSON.stringify({ Replace: replace }));
    return file;
  }
}

/** The first line break decides; Go removes mixed ones anyway. */
function lineBreakOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

function withLineBreak(text: string, lineBreak: string): string {
  return text.replace(/\r?\n/g, lineBreak);
}

function readOrEmpty(path: string): string {
  return readBytesIfPossible(path)?.toString('utf8') ?? '';
}
