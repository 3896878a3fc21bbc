import { posix } from 'node:path';
import { localReplaces, replacesOf, requirementsOf } from '../go-module/build-list';
import { GO_MOD_MAX_BYTES, parseGoMod } from '../go-module/go-mod';
import { GO_SUM_MAX_BYTES, parseGoSum } from '../go-module/go-sum-file';
import { GO_WORK_MAX_BYTES, parseGoWork } from '../go-module/go-work';
import type { GoMod, GoSum, GoWork, VendorModules } from '../go-module/module-files';
import { moduleLine } from '../go-module/module-line';
import { UNPUBLISHED } from '../go-module/module-version';
import { isForWindows } from '../go-module/package-files';
import { parseVendorModules, readVendorModules } from '../go-module/vendor-modules';
import { groupBy } from '../input/group-by';
import { orUndefined } from '../input/problem';
import type { GoWorkFacts, LocalModule, ModuleKind, PluginFacts, WorkspaceModule } from './facts';
import { folderAndAncestors, Folders, under } from './folders';
import { moduleShape } from './module-shape';
import { readNakamaImports } from './nakama-imports';
import { type Settings, SettingsReader } from './nakama-json';
import { CopiesReader } from './package-copies';
import { pluginOpenings } from './plugin-openings';
import { type ImageScope, ImagesReader } from './read-images';
import { SourcesReader } from './read-sources';
import { ReleaseNames } from './release-names';
import { type ReleaseSource, sourceOfUsers } from './release-source';

export interface ReadOptions {
  /** Folders of other plugins with this one's path. */
  readonly samePath?: readonly string[];
  /** A plugin has the module in place of a dependency. */
  readonly isUsed?: boolean;
  /** Only what the exact go reads: no images, commands of scripts, go.work and files for Windows. These keep it from nothing. */
  readonly isToCompile?: boolean;
}

/** Reads the committed files of plugin modules; files that they share are read once. No process is started. */
export class PluginReader {
  readonly folders: Folders;
  private readonly settings: SettingsReader;
  readonly images: ImagesReader;
  private readonly sources: SourcesReader;
  private readonly compiledSources: SourcesReader;
  private readonly copies: CopiesReader;
  private readonly releases: ReleaseNames;
  private readonly goMods = new Map<string, GoMod | undefined>();
  private readonly goWorks = new Map<string, GoWork | undefined>();
  /** Of a library module, the modules whose replace names its folder. */
  private users: ReadonlyMap<string, readonly string[]> | undefined;

  /** @param root absolute; every path in the facts is relative to it */
  constructor(root: string) {
    this.folders = new Folders(root);
    this.settings = new SettingsReader(this.folders);
    this.images = new ImagesReader(this.folders);
    this.sources = new SourcesReader(this.folders);
    this.compiledSources = new SourcesReader(this.folders, (name) => !isForWindows(name));
    this.copies = new CopiesReader(this.folders);
    this.releases = new ReleaseNames(root);
  }

  /** From now on the file has this text, also if the disk has another; what was read from it is read again. */
  plan(file: string, text: string): void {
    this.folders.plan(file, text);
    const folder = posix.dirname(file);
    this.goMods.delete(folder);
    this.goWorks.delete(folder);
    this.images.changed(file);
    this.sources.changed(file);
    this.compiledSources.changed(file);
    if (posix.basename(file) === 'go.mod') this.users = undefined;
  }

  /** @throws InputError if a nakama.json that applies to the folder can't be read */
  settingsOf(dir: string): Settings {
    return this.settings.settingsOf(dir);
  }

  /**
   * @param dir the module's folder
   * @throws InputError if a file can't be read as what its name says
   */
  read(dir: string, { samePath = [], isUsed, isToCompile }: ReadOptions = {}): PluginFacts {
    const file = under(dir, 'go.mod');
    const goMod = parseGoMod(this.folders.text(file, GO_MOD_MAX_BYTES), file);
    const settings = this.settings.settingsOf(dir);
    const localModules = this.localModules(dir, goMod);
    const goWork = isToCompile ? undefined : this.goWork(dir);
    const goWorkModules = onlyInGoWork(goMod, goWork);
    const path = goMod.module?.path ?? '';
    const sources = isToCompile ? this.compiledSources : this.sources;
    const { kind = 'plugin', startFolders, initModules } = moduleShape(sources, dir, isUsed ?? false);
    const startPackages = startFolders.map((sub) => posix.join(path, sub));
    const packages = sources.reach(startPackages, [{ path, dir }, ...localModules, ...goWorkModules]);
    return {
      kind,
      dir,
      goMod,
      goSum: this.goSum(dir),
      vendor: this.vendor(dir),
      vendored: (packagePath) => sources.filesOf(under(dir, posix.join('vendor', packagePath))),
      imports: readNakamaImports(this.folders, dir) ?? [],
      copies: this.copies,
      goWork,
      localModules,
      startPackages,
      packages,
      goWorkModules,
      initModules,
      // A library module is not in an image by itself.
      ...(kind === 'library' || isToCompile
        ? { images: [], buildCommands: [], imageBuilds: [] }
        : this.images.of(this.scopeOf(dir))),
      hasProfile: startFolders.some((sub) => this.folders.has(under(dir, sub), 'default.pgo')),
      platforms: settings.platforms.value,
      platformsLocation: settings.platforms.location ?? moduleLine(goMod),
      tags: settings.tags.value,
      goWorkBuilds: settings.goWork.value === 'on',
      openings: kind === 'library' ? [] : pluginOpenings(packages.values(), this.folders),
      opens: settings.opens,
      samePath,
    };
  }

  /**
   * What names the release of a module: the nearest nakama.json, for a library module else that of the plugins that use
   * it, else images.
   *
   * @throws InputError if a file that applies to the module can't be read
   */
  releaseSourceOf(dir: string, kind: ModuleKind): ReleaseSource {
    const { release } = this.settings.settingsOf(dir);
    if (release) return { kind: 'setting', setting: release };
    const ofUsers = kind === 'library' ? this.sourceOfUsers(dir) : undefined;
    return ofUsers ?? this.images.choose(this.scopeOf(dir));
  }

  private sourceOfUsers(dir: string): ReleaseSource | undefined {
    const sources = (this.usersOf().get(dir) ?? []).flatMap(
      (user) => orUndefined(() => this.releaseSourceOf(user, 'plugin')) ?? [],
    );
    return sourceOfUsers(sources, (release) => this.releases.exact(release));
  }

  private usersOf(): ReadonlyMap<string, readonly string[]> {
    if (!this.users) {
      const uses = this.images.moduleFolders().flatMap((user) => {
        const goMod = orUndefined(() => this.goModIfExists(user));
        return goMod ? this.localModules(user, goMod).map((library) => ({ library: library.dir, user })) : [];
      });
      const byLibrary = groupBy(uses, ({ library }) => library);
      this.users = new Map(
        [...byLibrary].map(([library, users]) => [library, users.map(({ user }) => user)]),
      );
    }
    return this.users;
  }

  private scopeOf(dir: string): ImageScope {
    const settings = this.settings.settingsOf(dir);
    return {
      dir,
      counts: (folder) => orUndefined(() => this.isForSameRelease(folder, settings)) ?? false,
      copies: settings.images.value,
      isReleaseNamed: settings.release !== undefined,
    };
  }

  /** The path of the module at a folder, also if all else of it can't be read. */
  modulePath(dir: string): string | undefined {
    return orUndefined(() => this.goModIfExists(dir))?.module?.path;
  }

  /** While plugins move to another release one by one, the compose file above may still be for the old one. */
  private isForSameRelease(folder: string, settings: Settings): boolean {
    const release = this.settings.settingsOf(folder).release?.value;
    const own = settings.release?.value;
    if (release === undefined || release === own) return true;
    return own !== undefined && this.releases.exact(release) === this.releases.exact(own);
  }

  /** Only the main module's replaces count (https://go.dev/ref/mod#go-mod-file-replace). */
  private localModules(dir: string, goMod: GoMod): LocalModule[] {
    return localReplaces(goMod).map((r) => {
      const folder = under(dir, r.new.path);
      return { path: r.old.path, dir: folder, goMod: this.goModIfExists(folder) };
    });
  }

  private goModIfExists(dir: string): GoMod | undefined {
    if (!this.goMods.has(dir)) {
      const file = under(dir, 'go.mod');
      const exists = this.folders.has(dir, 'go.mod');
      this.goMods.set(dir, exists ? parseGoMod(this.folders.text(file, GO_MOD_MAX_BYTES), file) : undefined);
    }
    return this.goMods.get(dir);
  }

  private goSum(dir: string): GoSum | undefined {
    if (!this.folders.has(dir, 'go.sum')) return undefined;
    const file = under(dir, 'go.sum');
    return parseGoSum(this.folders.text(file, GO_SUM_MAX_BYTES), file);
  }

  private vendor(dir: string): VendorModules | undefined {
    if (!this.folders.list(dir)?.folders.includes('vendor')) return undefined;
    const file = under(dir, 'vendor/modules.txt');
    // For Go, a vendor folder without the file vendors nothing.
    if (!this.folders.has(under(dir, 'vendor'), 'modules.txt')) return parseVendorModules('', file);
    const planned = this.folders.plannedText(file);
    return planned === undefined
      ? readVendorModules(this.folders.absolute(file), file)
      : parseVendorModules(planned, file);
  }

  /** The nearest go.work at or above the module, as the go command finds it. */
  private goWork(dir: string): GoWorkFacts | undefined {
    const home = folderAndAncestors(dir).find((folder) => this.folders.has(folder, 'go.work'));
    if (home === undefined) return undefined;
    const goWork = this.goWorkIn(home);
    const uses = goWork.use.map((u) => under(home, u.path));
    const others = uses
      .filter((used) => used !== dir)
      .map((used) => ({ dir: used, goMod: this.goModIfExists(used) }))
      .filter((m): m is WorkspaceModule => m.goMod !== undefined);
    const missing = goWork.use.filter((u) => this.goModIfExists(under(home, u.path)) === undefined);
    return { goWork, usesPlugin: uses.includes(dir), others, missing };
  }

  private goWorkIn(folder: string): GoWork {
    let goWork = this.goWorks.get(folder);
    if (!goWork) {
      const file = under(folder, 'go.work');
      goWork = parseGoWork(this.folders.text(file, GO_WORK_MAX_BYTES), file);
      this.goWorks.set(folder, goWork);
    }
    return goWork;
  }
}

/** What go.mod neither replaces nor requires at a version that was published. */
function onlyInGoWork(goMod: GoMod, goWork: GoWorkFacts | undefined): LocalModule[] {
  if (!goWork?.usesPlugin) return [];
  return goWork.others.flatMap(({ dir, goMod: other }) => {
    const path = other.module?.path;
    const isKnown =
      path === undefined ||
      replacesOf(goMod.replace, path).length > 0 ||
      requirementsOf(goMod.require, path).some((r) => r.version !== UNPUBLISHED);
    return isKnown ? [] : [{ path, dir, goMod: other }];
  });
}
