import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { readGoMod } from '../go-module/go-mod';
import { readGoWork } from '../go-module/go-work';
import type { GoMod } from '../go-module/types';
import { InputError } from '../input/problem';
import { isLocalReplace } from '../linking/selection';
import { folderAndAncestors, Folders, under } from './folders';
import { SourcesReader } from './read-sources';

/** What a plugin module is known by, without judging it. Folders are relative to the workspace root. */
export interface PluginDetection {
  /** The module path; the folder where go.mod can't be read. */
  readonly modulePath: string;
  /** Import path of the main package: what the runtime knows the plugin by. */
  readonly pluginPath: string;
  /** Folder of the main package, relative to the module's; `.` for its root. */
  readonly mainDir: string;
  /** Folders of the modules that the plugin reaches by `replace X => ../folder`, sorted. */
  readonly localModules: readonly string[];
  /** The go.work at or above the module, and the folders it uses, sorted. */
  readonly goWork?: { readonly file: string; readonly uses: readonly string[] };
}

const NAKAMA_COMMON = 'github.com/heroiclabs/nakama-common';

/**
 * Finds plugin modules among go.mod files: modules that name nakama-common and whose package main declares
 * InitModule. A package main that imports the runtime without InitModule, and an InitModule outside package main,
 * count too: they are plugins with a mistake. Starts no process and never throws.
 */
export class PluginDetector {
  private readonly folders: Folders;
  private readonly sources: SourcesReader;

  /** @param root absolute workspace root */
  constructor(root: string) {
    this.folders = new Folders(root);
    this.sources = new SourcesReader(this.folders);
  }

  /** @param dir the module's folder, relative to the root; undefined where it is no plugin module */
  detect(dir: string): PluginDetection | undefined {
    const file = under(dir, 'go.mod');
    if (!this.namesNakamaCommon(file)) return undefined;
    const goMod = orUndefined(() => readGoMod(this.folders.absolute(file), file));
    if (goMod?.module?.path === NAKAMA_COMMON) return undefined;
    const mainDir = this.mainDir(dir, goMod);
    if (mainDir === undefined) return undefined;
    const modulePath = goMod?.module?.path ?? dir;
    return {
      modulePath,
      pluginPath: posix.join(modulePath, mainDir),
      mainDir,
      localModules: this.localModules(dir, goMod),
      goWork: this.goWork(dir),
    };
  }

  /** Most go.mod files are none of ours: one look at the bytes settles them. */
  private namesNakamaCommon(file: string): boolean {
    try {
      return readFileSync(this.folders.absolute(file)).includes(NAKAMA_COMMON);
    } catch (error) {
      // One that can't be opened may be ours: verifying it says why. A folder of that name is nobody's go.mod.
      const code = (error as NodeJS.ErrnoException).code;
      return code !== 'ENOENT' && code !== 'EISDIR';
    }
  }

  private mainDir(dir: string, goMod: GoMod | undefined): string | undefined {
    const declared = orUndefined(() => this.sources.initModules(dir));
    // What can't be read is a plugin as far as anyone can tell, so that verifying it says what is wrong.
    if (declared === undefined) return '.';
    const inMain = declared.find((d) => d.packageName === 'main');
    if (inMain) return inMain.packageDir;
    if (declared.some((d) => d.packageDir === '.')) return '.';
    const isDirect =
      goMod === undefined || goMod.require.some((r) => r.path === NAKAMA_COMMON && !r.indirect);
    return isDirect ? this.mainImportingRuntime(dir) : undefined;
  }

  private mainImportingRuntime(dir: string): string | undefined {
    const mains = orUndefined(() => this.sources.mainFolders(dir)) ?? [];
    return mains.find((sub) =>
      this.sources
        .filesOf(under(dir, sub))
        .some(
          (f) =>
            f.header.packageName === 'main' &&
            f.header.imports.some((i) => i.path === `${NAKAMA_COMMON}/runtime`),
        ),
    );
  }

  private localModules(dir: string, goMod: GoMod | undefined): string[] {
    const local = (goMod?.replace ?? []).filter((r) => isLocalReplace(r) && !posix.isAbsolute(r.new.path));
    return [...new Set(local.map((r) => under(dir, r.new.path)))].sort();
  }

  private goWork(dir: string): PluginDetection['goWork'] {
    const home = folderAndAncestors(dir).find((folder) => this.folders.has(folder, 'go.work'));
    if (home === undefined) return undefined;
    const file = under(home, 'go.work');
    const goWork = orUndefined(() => readGoWork(this.folders.absolute(file), file));
    return { file, uses: (goWork?.use ?? []).map((u) => under(home, u.path)).sort() };
  }
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
