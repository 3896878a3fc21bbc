import { JSON_MAX_BYTES, type JsonFile, parseJsonText } from '../input/json-file';
import { packageJson } from '../input/package-dir';
import type { FindingLocation } from '../input/problem';
import type { Platform } from '../releases/release-model';
import { folderAndAncestors, type Folders, under } from './folders';

/**
 * The file that names the release, at the root of a workspace or nearer.
 *
 * @example
 * existsSync(join(root, NAKAMA_JSON));
 */
export const NAKAMA_JSON = 'nakama.json';

/** A workspace's nakama.json, by its schema (schema/nakama.schema.json). */
export interface NakamaJson {
  readonly release?: string;
  readonly platforms?: readonly Platform[];
  readonly tags?: readonly string[];
  readonly goWork?: 'on' | 'off';
  /** A name, or what the folder's server project is. */
  readonly server?: string | ServerSection;
  readonly images?: readonly string[];
  readonly opens?: readonly string[];
}

/** What nakama.json says of the server project in its folder. */
export interface ServerSection {
  readonly name?: string;
  readonly plugins?: readonly string[];
  readonly files?: readonly string[];
  readonly config?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly envFile?: string;
  readonly ports?: { readonly http?: number; readonly console?: number };
  readonly database?: string;
}

/** A setting and the place where it is made; the default has no location. */
export interface Setting<T> {
  readonly value: T;
  readonly location?: FindingLocation;
}

/** A plugin that another one opens. */
export interface OpenedFile {
  /** Relative to the workspace root. */
  readonly file: string;
  /** Where nakama.json names it. */
  readonly location: FindingLocation;
}

/** The settings of one folder: each key from the nearest nakama.json that has it. */
export interface Settings {
  readonly release?: Setting<string>;
  readonly platforms: Setting<readonly Platform[]>;
  /** What `go build -tags` is given. */
  readonly tags: Setting<readonly string[]>;
  readonly goWork: Setting<'on' | 'off'>;
  /** Names of images that are copies of the server's or the builder's. */
  readonly images: Setting<readonly string[]>;
  /** The plugins that those below the folder open; undefined if no nakama.json says. */
  readonly opens?: readonly OpenedFile[];
}

const NO_COPIES: Setting<readonly string[]> = { value: [] };

const DEFAULT_PLATFORMS: readonly Platform[] = ['linux/amd64'];

/** Reads nakama.json files of a workspace, each once. */
export class SettingsReader {
  private readonly cache = new Map<string, JsonFile<NakamaJson> | undefined>();
  private readonly settings = new Map<string, Settings>();
  private schema: object | undefined;

  constructor(private readonly folders: Folders) {}

  /** @throws InputError if a nakama.json on the way up to the root breaks the schema */
  settingsOf(dir: string): Settings {
    let settings = this.settings.get(dir);
    if (!settings) {
      const [, parent] = folderAndAncestors(dir);
      const asAbove = parent !== undefined && !this.folders.has(dir, NAKAMA_JSON);
      settings = asAbove ? this.settingsOf(parent) : this.merge(dir);
      this.settings.set(dir, settings);
    }
    return settings;
  }

  /** @throws InputError if the folder's own nakama.json breaks the schema; undefined if there is none */
  ownFile(dir: string): JsonFile<NakamaJson> | undefined {
    return this.file(dir);
  }

  private merge(dir: string): Settings {
    return {
      release: this.nearest(dir, 'release'),
      platforms: this.nearest(dir, 'platforms') ?? { value: DEFAULT_PLATFORMS },
      tags: this.nearest(dir, 'tags') ?? { value: [] },
      goWork: this.nearest(dir, 'goWork') ?? { value: 'on' },
      images: this.nearest(dir, 'images') ?? NO_COPIES,
      opens: this.opens(dir),
    };
  }

  /** Named from the folder of the nakama.json that names them. */
  private opens(dir: string): OpenedFile[] | undefined {
    for (const folder of folderAndAncestors(dir)) {
      const file = this.file(folder);
      const names = file?.value.opens;
      if (!file || !names) continue;
      return names.map((name, i) => ({
        file: under(folder, name),
        location: { file: under(folder, NAKAMA_JSON), ...file.positionOf(['opens', i]) },
      }));
    }
    return undefined;
  }

  private nearest<K extends keyof NakamaJson>(
    dir: string,
    key: K,
  ): Setting<NonNullable<NakamaJson[K]>> | undefined {
    for (const folder of folderAndAncestors(dir)) {
      const file = this.file(folder);
      const value = file?.value[key];
      if (file && value !== undefined) {
        return { value, location: { file: under(folder, NAKAMA_JSON), ...file.positionOf([key]) } };
      }
    }
    return undefined;
  }

  private file(folder: string): JsonFile<NakamaJson> | undefined {
    if (!this.cache.has(folder)) this.cache.set(folder, this.read(folder));
    return this.cache.get(folder);
  }

  private read(folder: string): JsonFile<NakamaJson> | undefined {
    if (!this.folders.has(folder, NAKAMA_JSON)) return undefined;
    this.schema ??= packageJson<object>('schema/nakama.schema.json');
    const path = under(folder, NAKAMA_JSON);
    return parseJsonText<NakamaJson>(this.folders.text(path, JSON_MAX_BYTES), path, this.schema);
  }
}
