import { posix } from 'node:path';
import { isLocalReplace, isPruned, localReplaces, requirementOf } from '../go-module/build-list';
import { GO_MOD_MAX_BYTES, parseGoMod } from '../go-module/go-mod';
import { GO_SUM_MAX_BYTES, parseGoSum } from '../go-module/go-sum-file';
import { readGoWork } from '../go-module/go-work';
import type { GoMod, GoSum, GoWork } from '../go-module/module-files';
import { InputError, orUndefined } from '../input/problem';
import { NAKAMA_COMMON } from '../releases/nakama-modules';
import type { ModuleKind } from './facts';
import { folderAndAncestors, type Folders, under } from './folders';
import { type ModuleFolders, type ModuleReach, moduleReach, type ScanOf } from './module-reach';
import { type ModuleShape, moduleShape } from './module-shape';
import { pluginName } from './plugin-files';
import { SourcesReader } from './read-sources';
import { wordsOf } from './rivals';
import { type Unseen, UnseenFiles } from './unseen';

/** What a plugin or library module is known by, without judging it. Folders are relative to the workspace root. */
export interface PluginDetection {
  readonly kind: 'plugin' | 'library';
  /** The module path; the folder where go.mod can't be read. */
  readonly modulePath: string;
  /** Import path of the main package: what the runtime knows a plugin by. */
  readonly pluginPath: string;
  /** Folder of the main package, relative to the module's; `.` for its root. */
  readonly mainDir: string;
  /** File names of its plugins without `.so`, sorted; none of a library. */
  readonly pluginNames: readonly string[];
  /** Folders of the modules that the plugin reaches by `replace X => ../folder`, sorted. */
  readonly localModules: readonly string[];
  /** The go.work at or above the module, and the folders it uses, sorted. */
  readonly goWork?: { readonly file: string; readonly uses: readonly string[] };
}

/** Modules that had the runtime before nakama-common, and forks of it: a plugin with their types says so by InitModule. */
const KIN = ['github.com/heroiclabs/nakama', '/nakama-common'];

const UNREADABLE: ModuleShape = { kind: 'plugin', startFolders: [], initModules: [] };

/**
 * Finds plugin and library modules among go.mod files: those that name nakama-common (or, of plugins, a fork of it) and
 * have the shape of one.
 * Starts no process and never throws. What was read once is not read again.
 *
 * @example
 * new PluginDetector(new Folders(process.cwd())).detect('plugins/arena')?.kind;
 */
export class PluginDetector {
  private readonly sources: SourcesReader;
  private readonly unseen: UnseenFiles;
  private readonly goMods = new Map<string, GoMod | undefined>();
  private readonly goModTexts = new Map<string, string>();
  private readonly goWorks = new Map<string, GoWorkLines>();

  constructor(private readonly folders: Folders) {
    this.sources = new SourcesReader(folders);
    this.unseen = new UnseenFiles(folders);
  }

  /**
   * @param dir the module's folder, relative to the root; undefined if it is neither plugin nor library
   * @param isUsed a plugin has the module in place of a dependency: then only InitModule in a package main makes a plugin
   */
  detect(dir: string, isUsed = false): PluginDetection | undefined {
    const names = this.namesOf(dir);
    if (!names) return undefined;
    const goMod = this.goModIn(dir);
    if (goMod?.module?.path === NAKAMA_COMMON) return undefined;
    // What can't be read is a plugin as far as anyone can tell, so that verifying it says what is wrong.
    const shape = orUndefined(() => moduleShape(this.sources, dir, isUsed)) ?? UNREADABLE;
    if (shape.kind === undefined || (shape.kind === 'library' && names === 'kin')) return undefined;
    return this.describe(dir, goMod, shape.kind, shape.startFolders);
  }

  /**
   * A module that a plugin has in place of a dependency: modules of a game have an InitModule each, which the plugin's
   * own calls, so only one in a package main makes a plugin.
   *
   * @param alone what the module is known by without its users
   */
  detectUsed(dir: string, alone = this.detect(dir)): PluginDetection | undefined {
    const isPlugin = alone?.kind === 'plugin' && this.detect(dir, true)?.kind === 'plugin';
    return alone?.kind === 'library' || isPlugin ? alone : this.detectLibrary(dir);
  }

  /** @param dir a folder that a plugin's replace names; undefined if no go.mod is there */
  detectLibrary(dir: string): PluginDetection | undefined {
    if (!this.folders.has(dir, 'go.mod')) return undefined;
    return this.describe(dir, this.goModIn(dir), 'library', []);
  }

  /** What a plugin asks for: what decides, for each module, its version and content. Empty if go.mod can't be read. */
  wordsOf(dir: string): ReadonlyMap<string, string> {
    const goMod = this.goModIn(dir);
    if (!goMod) return new Map();
    const libraries = this.localModules(dir, goMod).flatMap((library) => this.goModIn(library) ?? []);
    return wordsOf({ dir, goMod, libraries, goSum: this.goSumBelow117(dir, goMod) });
  }

  /** What of it no tool sees that hashes the files which git knows. */
  unseenOf(dir: string, reach: ModuleReach): Unseen {
    const goMod = this.goModIn(dir);
    const replacedBy = (goMod?.replace ?? [])
      .filter(isLocalReplace)
      .map(({ new: { path } }) => (posix.isAbsolute(path) ? path : under(dir, path)));
    return this.unseen.of({ dir, reach, replacedBy });
  }

  /** What a module is made from besides its dependencies, whatever its build constraints say. */
  reachOf(dir: string, scanOf: ScanOf): ModuleReach {
    return moduleReach(dir, this.moduleFolders(dir), this.folders, scanOf);
  }

  /**
   * What the module's go.mod replaces counts, and the go.work that uses the module, as the go command has it
   * (https://go.dev/ref/mod#workspaces).
   */
  private moduleFolders(dir: string): ModuleFolders {
    const goMod = this.goModIn(dir);
    if (!goMod) return new Map();
    const folders = new Map<string, string | undefined>(goMod.require.map(({ path }) => [path, undefined]));
    const replaceBy = (home: string, file: Pick<GoMod, 'replace'>): void => {
      for (const { old, new: to } of localReplaces(file)) {
        const required = requirementOf(goMod, old.path)?.version;
        if (old.version === undefined || required === undefined || old.version === required)
          folders.set(old.path, this.folders.real(under(home, to.path)));
      }
    };
    replaceBy(dir, goMod);
    const goWork = this.goWorkAbove(dir);
    const uses = goWork ? usedFolders(goWork).map((used) => this.folders.real(used)) : [];
    if (goWork && uses.includes(dir)) {
      replaceBy(goWork.home, goWork.goWork);
      for (const used of uses) this.addModule(folders, used);
    }
    this.addModule(folders, dir);
    return folders;
  }

  private addModule(folders: Map<string, string | undefined>, dir: string): void {
    const path = this.goModIn(dir)?.module?.path;
    if (path !== undefined) folders.set(path, dir);
  }

  /** Undefined if it can't be read. */
  private goModIn(dir: string): GoMod | undefined {
    if (!this.goMods.has(dir)) {
      const file = under(dir, 'go.mod');
      this.goMods.set(
        dir,
        orUndefined(() => parseGoMod(this.goModText(dir), file)),
      );
    }
    return this.goMods.get(dir);
  }

  /** @throws InputError as `readTextFile` */
  private goModText(dir: string): string {
    let text = this.goModTexts.get(dir);
    if (text === undefined) {
      text = this.folders.text(under(dir, 'go.mod'), GO_MOD_MAX_BYTES);
      this.goModTexts.set(dir, text);
    }
    return text;
  }

  private goSumBelow117(dir: string, goMod: GoMod): GoSum | undefined {
    if (isPruned(goMod) || !this.folders.has(dir, 'go.sum')) return undefined;
    const file = under(dir, 'go.sum');
    return orUndefined(() => parseGoSum(this.folders.text(file, GO_SUM_MAX_BYTES), file));
  }

  private describe(
    dir: string,
    goMod: GoMod | undefined,
    kind: ModuleKind,
    startFolders: readonly string[],
  ): PluginDetection {
    const modulePath = goMod?.module?.path ?? dir;
    const [mainDir = '.'] = startFolders;
    const mains = kind === 'plugin' ? startFolders : [];
    return {
      kind,
      modulePath,
      pluginPath: posix.join(modulePath, mainDir),
      mainDir,
      pluginNames: [...new Set(mains.map((folder) => pluginName(modulePath, folder)))].sort(),
      localModules: this.localModules(dir, goMod),
      goWork: this.goWork(dir),
    };
  }

  /** Most go.mod files are none of ours: one look at the text settles them. */
  private namesOf(dir: string): 'nakama-common' | 'kin' | undefined {
    try {
      const text = this.goModText(dir);
      if (text.includes(NAKAMA_COMMON)) return 'nakama-common';
      return KIN.some((words) => text.includes(words)) ? 'kin' : undefined;
    } catch (error) {
      // One that can't be read may be ours: verifying it says why. A folder of that name is nobody's go.mod.
      const isThere = this.folders.has(dir, 'go.mod');
      if (!(error instanceof InputError) || !isThere) return undefined;
      return 'nakama-common';
    }
  }

  private localModules(dir: string, goMod: GoMod | undefined): string[] {
    const local = goMod ? localReplaces(goMod) : [];
    return [...new Set(local.map((r) => under(dir, r.new.path)))].sort();
  }

  private goWork(dir: string): PluginDetection['goWork'] {
    const found = this.goWorkAbove(dir);
    if (!found) return undefined;
    return { file: under(found.home, 'go.work'), uses: usedFolders(found) };
  }

  /** The nearest go.work at or above a module, as the go command finds it; empty if it can't be read. */
  private goWorkAbove(dir: string): GoWorkAbove | undefined {
    const home = folderAndAncestors(dir).find((folder) => this.folders.has(folder, 'go.work'));
    if (home === undefined) return undefined;
    let goWork = this.goWorks.get(home);
    if (!goWork) {
      const file = under(home, 'go.work');
      goWork = orUndefined(() => readGoWork(this.folders.absolute(file), file)) ?? { use: [], replace: [] };
      this.goWorks.set(home, goWork);
    }
    return { home, goWork };
  }
}

type GoWorkLines = Pick<GoWork, 'use' | 'replace'>;

interface GoWorkAbove {
  /** Its folder. */
  readonly home: string;
  readonly goWork: GoWorkLines;
}

function usedFolders({ home, goWork }: GoWorkAbove): string[] {
  return goWork.use.map(({ path }) => under(home, path)).sort();
}
