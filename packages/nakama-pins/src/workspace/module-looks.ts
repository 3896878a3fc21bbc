import type { ModuleReach } from './module-reach';
import { type PluginDetection, PluginDetector } from './plugin-detector';
import { findRivals } from './rivals';
import { type FolderScan, scanFolder, type Skipped } from './scan-folder';
import { type ServerLook, ServerNames } from './server-names';
import { StampedFolders } from './stamped-folders';
import { type KeptAnswers, TraceMemo } from './trace-memo';
import type { Unseen } from './unseen';

/** What a plugin or library module is, and what it is made from. */
export interface ModuleLook {
  readonly detection: PluginDetection;
  /** It looks like a plugin, but a plugin uses it as a library. */
  readonly isByUse: boolean;
  readonly reach: ModuleReach;
  /** What of it Nx can't hash. */
  readonly unseen: Unseen;
  /** What it asks for, by module: what decides the module's version and content. */
  readonly words: readonly (readonly [module: string, words: string])[];
}

/** Where earlier answers are kept. A file for each kind: scans are asked for only where a module changed. */
export interface LookStore {
  load(kind: LookKind): KeptAnswers;
  save(kind: LookKind, answers: KeptAnswers): void;
}

/** What modules are, or what their source files name. */
export type LookKind = 'modules' | 'sources';

/**
 * Looks at the modules of a workspace, and again only at what changed since the last look. Starts no process, never throws.
 *
 * @example
 * new ModuleLooks(process.cwd(), store).at('plugins/arena')?.detection.kind; // 'plugin'
 */
export class ModuleLooks {
  private readonly disk: StampedFolders;
  private readonly servers: ServerNames;
  private readonly modules: TraceMemo;
  private readonly sources: TraceMemo;
  /** Source files that were read now and that can't be. */
  readonly skipped: Skipped[] = [];

  /** @param root the workspace root, absolute */
  constructor(
    root: string,
    private readonly store: LookStore,
  ) {
    this.disk = new StampedFolders(root);
    this.servers = new ServerNames(this.disk);
    this.modules = new TraceMemo(this.disk, () => store.load('modules'));
    this.sources = new TraceMemo(this.disk, () => store.load('sources'));
  }

  /**
   * @param dir the folder of a go.mod, relative to the root
   * @returns null if the module is neither plugin nor library
   */
  at(dir: string): ModuleLook | null {
    return this.modules.of(dir, (folders) => {
      const detector = new PluginDetector(folders);
      const detection = detector.detect(dir);
      return detection ? this.look(detector, dir, detection, false) : null;
    });
  }

  /** A module that a plugin has in place of a dependency: see `PluginDetector.detectUsed`. */
  atUsed(dir: string): ModuleLook | null {
    return this.modules.of(`used ${dir}`, (folders) => {
      const detector = new PluginDetector(folders);
      const alone = detector.detect(dir);
      const detection = detector.detectUsed(dir, alone);
      const isByUse = alone !== undefined && detection?.kind !== alone.kind;
      return detection ? this.look(detector, dir, detection, isByUse) : null;
    });
  }

  /** The same word for folders whose plugins one server opens: its release and name in nakama.json. */
  serverOf(dir: string): string {
    return this.servers.of(dir);
  }

  /** The server project that the nakama.json of a folder makes it, if it does. */
  serverProjectOf(dir: string): ServerLook | undefined {
    return this.servers.projectOf(dir);
  }

  /** Files that the plugins of a folder open themselves, by its nakama.json; relative to the root, sorted. */
  opensOf(dir: string): readonly string[] {
    return this.servers.opensOf(dir);
  }

  /** Whether a nakama.json names the release of a folder; without one, Dockerfiles and compose files do. */
  isReleaseInSettings(dir: string): boolean {
    return this.servers.isReleaseInSettings(dir);
  }

  /**
   * Folders of the plugins that one server opens with each of these, and that may bring another version of a package
   * which the server lacks; sorted. A plugin without any is left out.
   */
  rivals(plugins: readonly (Pick<ModuleLook, 'words'> & { readonly dir: string })[]): Map<string, string[]> {
    return findRivals(
      plugins.map(({ dir, words }) => ({ dir, server: this.serverOf(dir), words: new Map(words) })),
    );
  }

  /** Keeps what was found, and forgets what is no more. */
  save(): void {
    const modules = this.modules.toKeep;
    if (modules) this.store.save('modules', modules);
    const sources = this.sources.toKeep;
    if (!sources) return;
    const isThere = (dir: string): boolean => this.disk.list(dir) !== undefined;
    const others = [...this.sources.before].filter(([dir]) => !sources.has(dir) && isThere(dir));
    this.store.save('sources', new Map([...others, ...sources]));
  }

  private look(
    detector: PluginDetector,
    dir: string,
    detection: PluginDetection,
    isByUse: boolean,
  ): ModuleLook {
    const reach = detector.reachOf(dir, (folder) => this.scan(folder));
    const unseen = detector.unseenOf(dir, reach);
    const words = detection.kind === 'plugin' ? [...detector.wordsOf(dir)] : [];
    return { detection, isByUse, reach, unseen, words };
  }

  private scan(dir: string): FolderScan | null {
    return this.sources.of(dir, (folders) =>
      scanFolder(folders, dir, (skipped) => this.skipped.push(skipped)),
    );
  }
}
