import { parse } from 'jsonc-parser';
import { isDebugServer, releaseOf } from '../images/nakama-images';
import { JSON_MAX_BYTES } from '../input/json-file';
import { DEBUG_VARIANT, variantName } from '../releases/variants';
import { folderAndAncestors, type Folders, under } from './folders';
import { NAKAMA_JSON } from './nakama-json';
import type * as ImagesModule from './read-images';
import { ReleaseNames } from './release-names';

/** What nakama.json says; `null` where the release can't be read. */
interface Named {
  readonly release?: string | null;
  readonly server?: string;
  readonly images?: readonly string[];
  /** Relative to the workspace root. */
  readonly opens?: readonly string[];
}

/** What the server project in a folder is made from, as far as it can be read; paths are relative to the workspace root. */
export interface ServerLook {
  /** As they are written; undefined stands for all of its release and name. */
  readonly plugins?: readonly string[];
  /** What lies beside the plugins, files and folders, and files of configuration. */
  readonly files: readonly string[];
  /** A file that is not committed. */
  readonly envFile?: string;
}

/** Any value: nothing was judged yet. */
type Config = Readonly<Partial<Record<keyof Named, unknown>>>;

/**
 * Which server opens a plugin, without judging it: by the release and the `server` of nakama.json, else by the release
 * that the module's images name, as `chooseRelease` takes it. What can't be read names no release here, and is reported
 * where a verdict rests on it. Nx asks for every command, so the catalog and the readers of images are loaded only if
 * they are needed.
 */
export class ServerNames {
  private readonly known = new Map<string, Named>();
  private readonly releases = new Map<string, string | undefined>();
  private readonly releaseNames: ReleaseNames;
  private images: ImagesModule.ImagesReader | undefined;

  /** @param images by default a reader of its own, if it needs one */
  constructor(
    private readonly folders: Folders,
    images?: ImagesModule.ImagesReader,
  ) {
    this.images = images;
    this.releaseNames = new ReleaseNames(folders.root);
  }

  /**
   * The same word for plugins that one server opens, however their release is written: `3.40.0`, `3.40.0:eu`, `unnamed`.
   * Letters, digits and `._:-`. Never throws.
   */
  of(dir: string): string {
    const { server } = this.named(dir);
    const words = [this.releaseOf(dir) ?? 'unnamed', ...(server === undefined ? [] : [server])];
    return words.map((word) => word.replace(/[^\w.-]/g, '-')).join(':');
  }

  /** The `server` key alone; undefined if there is none. */
  nameOf(dir: string): string | undefined {
    return this.named(dir).server;
  }

  /** Files that plugins of a folder open as plugins, by its nakama.json; relative to the workspace root, sorted. */
  opensOf(dir: string): readonly string[] {
    return this.named(dir).opens ?? [];
  }

  /** The server project in a folder; undefined if there is none. What is wrong with it is said when it is started. */
  projectOf(dir: string): ServerLook | undefined {
    const section = sectionOf(this.config(dir)?.server);
    if (!section) return undefined;
    const { plugins, files, config, envFile } = section as Readonly<Record<string, unknown>>;
    return {
      ...(Array.isArray(plugins) && { plugins: plugins.filter((name) => typeof name === 'string') }),
      files: [files, config].flatMap((names) => (Array.isArray(names) ? openedFrom(dir, names) : [])),
      ...(typeof envFile === 'string' && { envFile: under(dir, envFile) }),
    };
  }

  /** Whether a nakama.json at or above the folder names its release; without one, images do. */
  isReleaseInSettings(dir: string): boolean {
    return this.named(dir).release !== undefined;
  }

  private releaseOf(dir: string): string | undefined {
    if (!this.releases.has(dir))
      this.releases.set(
        dir,
        orUndefined(() => this.findRelease(dir)),
      );
    return this.releases.get(dir);
  }

  private findRelease(dir: string): string | undefined {
    const { release } = this.named(dir);
    if (release === undefined) return this.releaseOfImages(dir);
    return release?.trim() ? this.releaseNames.exact(release) : undefined;
  }

  /** That of the server's image, else of the builder's. */
  private releaseOfImages(dir: string): string | undefined {
    if (!this.images) {
      const { ImagesReader } = require('./read-images') as typeof ImagesModule;
      this.images = new ImagesReader(this.folders);
    }
    const choice = this.images.choose({
      dir,
      counts: (folder) => this.named(folder).release === undefined,
      copies: this.named(dir).images ?? [],
      isReleaseNamed: false,
    });
    const spec = choice.kind === 'named' ? releaseOf(choice.image) : undefined;
    if (choice.kind !== 'named' || !spec?.trim()) return undefined;
    const release = this.releaseNames.exact(spec);
    return isDebugServer(choice.image) ? variantName(release, DEBUG_VARIANT) : release;
  }

  private named(dir: string): Named {
    const known = this.known.get(dir);
    if (known) return known;
    const [, parent] = folderAndAncestors(dir);
    const named = { ...(parent !== undefined && this.named(parent)), ...this.read(dir) };
    this.known.set(dir, named);
    return named;
  }

  private read(dir: string): Named {
    if (!this.folders.has(dir, NAKAMA_JSON)) return {};
    const config = this.config(dir);
    if (config === undefined) return { release: null };
    const { release, server: written, images, opens } = config;
    const project = sectionOf(written);
    const server = project ? project.name : written;
    return {
      ...(release !== undefined && { release: typeof release === 'string' ? release : null }),
      ...(typeof server === 'string' && { server }),
      ...(Array.isArray(images) && { images: images.filter((name) => typeof name === 'string') }),
      ...(Array.isArray(opens) && { opens: openedFrom(dir, opens) }),
    };
  }

  /** Undefined if it can't be read. */
  private config(dir: string): Config | undefined {
    if (!this.folders.has(dir, NAKAMA_JSON)) return undefined;
    const read = (): unknown => parse(this.folders.text(under(dir, NAKAMA_JSON), JSON_MAX_BYTES)) ?? {};
    return orUndefined(() => read() as Config);
  }
}

/** Of a server project, whose name its own plugins have. */
function sectionOf(server: unknown): { readonly name?: unknown } | undefined {
  return typeof server === 'object' && server !== null && !Array.isArray(server) ? server : undefined;
}

function openedFrom(dir: string, names: readonly unknown[]): string[] {
  return names.flatMap((name) => (typeof name === 'string' ? [under(dir, name)] : [])).sort();
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
