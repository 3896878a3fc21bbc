import type { Known, Outcome } from '../findings/outcome';
import { toFinding } from '../findings/to-finding';
import { orUndefined } from '../input/problem';
import { type Catalog, openCatalog } from '../releases/catalog';
import type { Release } from '../releases/release-model';
import type { ModuleKind, PluginFacts } from '../workspace/facts';
import type { Settings } from '../workspace/nakama-json';
import { PluginReader } from '../workspace/read-plugin';
import { ServerNames } from '../workspace/server-names';
import { candidatesOf, chooseRelease, findRelease, fromSettings, type ReleaseChoice } from './choose-release';
import { dirsByPlugin } from './find-modules';
import { type FindRelease, knownOf, moduleOutcome } from './judge';

/** A plugin or library module, read, with the release that it is judged by. */
export interface OpenModule {
  readonly facts: PluginFacts;
  /** Of a library that plugins of several releases use, the oldest of them. */
  readonly release: Release;
  /** The others of these, the oldest first; none of any other module. */
  readonly newer: readonly Release[];
  readonly releases: FindRelease;
  readonly reader: PluginReader;
  /** The module's folder, absolute. */
  readonly folder: string;
  readonly unreleased?: undefined;
}

/** A module that nothing names a release for: its outcome says so. */
export interface UnreleasedModule {
  readonly unreleased: Outcome;
  readonly facts: PluginFacts;
  /** The releases that it may be of, as far as its files tell; newest first. */
  readonly candidates: readonly string[];
}

export interface OpenOptions {
  /** Folders of other plugins with this one's path; those that never meet it in a server are left out. */
  readonly samePath?: readonly string[];
  /** What is known of the module from elsewhere: a plugin has a library in place of a dependency. */
  readonly kind?: ModuleKind;
  /** Build tags in place of those of nakama.json. */
  readonly tags?: readonly string[];
  /**
   * Only to compile it: what go does not read is not read, so that nothing in it can keep go from running. The images of a
   * module that nothing else names a release for are.
   */
  readonly isToCompile?: boolean;
  /** Reads the files; by default the opener's own, which reads once what modules share. */
  readonly reader?: PluginReader;
}

/** Opens modules: reads what their committed files say, and chooses their release. The only place that does. */
export class ModuleOpener {
  readonly catalog: Catalog;
  readonly releases: FindRelease;
  private readonly forced: Release | undefined;
  private readonly shared: PluginReader;
  private readonly servers: ServerNames;
  private dirs: ReadonlyMap<string, string> | undefined;

  /**
   * @param root the workspace root, absolute
   * @param release overrides every nakama.json: a version, `latest`, `3.40`
   * @param texts files (relative to the root) under `nakama-releases/` that have another text than on the disk
   * @throws InputError if the release is not known
   */
  constructor(
    readonly root: string,
    release?: string,
    texts?: ReadonlyMap<string, string>,
  ) {
    this.catalog = openCatalog({ workspaceDir: root, texts });
    this.releases = findRelease(this.catalog);
    this.forced = release === undefined ? undefined : this.catalog.get(release);
    this.shared = new PluginReader(root);
    this.servers = new ServerNames(this.shared.folders, this.shared.images);
  }

  /**
   * @param dir relative to the root, with `/` separators
   * @throws InputError if a file can't be read as what it claims to be, or nakama.json names an unknown release
   */
  open(
    dir: string,
    { samePath = [], kind, tags, isToCompile, reader = this.shared }: OpenOptions = {},
  ): OpenModule | UnreleasedModule {
    const others = samePath.filter((other) => this.serverOf(other) === this.serverOf(dir));
    const read = reader.read(dir, { samePath: others, isUsed: kind === 'library', isToCompile });
    const facts = tags ? { ...read, tags } : read;
    const { release, unknown, image, newer = [] } = this.choose(facts, reader);
    if (!release) {
      const unreleased = moduleOutcome(facts, null, [toFinding(unknown, dir, 'declared')]);
      return { unreleased, facts, candidates: candidatesOf(unknown) };
    }
    const { releases } = this;
    return {
      facts: image ? { ...facts, releaseImage: image } : facts,
      release,
      newer,
      releases,
      reader,
      folder: reader.folders.absolute(dir),
    };
  }

  private choose(facts: PluginFacts, reader: PluginReader): ReleaseChoice {
    if (this.forced) return { release: this.forced };
    return chooseRelease(facts.goMod, reader.releaseSourceOf(facts.dir, facts.kind), this.catalog);
  }

  /** What is known of a module that can't be judged, perhaps not even read. */
  known(dir: string, kind?: Known['kind']): Known {
    const facts = orUndefined(() => this.shared.read(dir, { isToCompile: true }));
    const named = orUndefined(() => this.namedRelease(dir));
    if (!facts) {
      const module = this.shared.modulePath(dir) ?? dir;
      return { dir, module, ...(kind && { kind }), release: named?.version ?? null };
    }
    const release = named ?? orUndefined(() => this.choose(facts, this.shared).release);
    return knownOf(facts, release ?? null);
  }

  /**
   * The release that is forced, else the one that nakama.json names for a folder.
   *
   * @throws InputError if nakama.json names an unknown one
   */
  namedRelease(dir: string): Release | undefined {
    if (this.forced) return this.forced;
    const configured = this.shared.settingsOf(dir).release;
    return configured && fromSettings(configured, this.catalog);
  }

  /**
   * The release that the images of a folder and of those above it name, where the folder need not be a module.
   *
   * @throws InputError if a Dockerfile or compose file can't be read
   */
  imageRelease(dir: string): ReleaseChoice {
    if (this.forced) return { release: this.forced };
    return chooseRelease(undefined, this.shared.releaseSourceOf(dir, 'plugin'), this.catalog);
  }

  /**
   * The plugins that nakama.json says are opened by those of a folder.
   *
   * @throws InputError if a nakama.json that applies to the folder can't be read
   */
  opensOf(dir: string): Settings['opens'] {
    return this.shared.settingsOf(dir).opens;
  }

  /** The folder of the module whose plugin has a path; undefined if the workspace has none. */
  dirOfPlugin(path: string | undefined): string | undefined {
    this.dirs ??= dirsByPlugin(this.root);
    return path === undefined ? undefined : this.dirs.get(path);
  }

  /** A reader that has read nothing yet, and so sees what another run wrote. */
  newReader(): PluginReader {
    return new PluginReader(this.root);
  }

  /** The same word for plugins that one server opens. */
  serverOf(dir: string): string {
    return this.forced
      ? [this.forced.version, this.servers.nameOf(dir)].filter(Boolean).join(':')
      : this.servers.of(dir);
  }
}
