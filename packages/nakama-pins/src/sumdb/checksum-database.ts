import { DownloadError } from '../module-proxy/download-error';
import { escapeModule } from '../module-proxy/escape';
import type { GoSettings } from '../module-proxy/go-settings';
import { proxyList } from '../module-proxy/module-proxy';
import { tryProxies } from '../module-proxy/proxy-list';
import { readAll, type Web } from '../module-proxy/web';
import { type SumdbSetting, sumdbSetting, usesSumdb } from './gosumdb';
import { parseLookup, parseTreeHead } from './record';
import { openNote } from './signed-note';
import type { SumdbCache } from './sumdb-cache';
import { fullTile, isFull, type Tile, tileBytes, tilePath } from './tile';
import { recordHash, type TreeHead } from './tree-hash';
import { type TileSource, VerifiedTree } from './verified-tree';

/** Hashes of a module version, `h1:` and base64, as go.sum holds them. */
export interface ModuleSums {
  readonly zip: string;
  readonly goMod: string;
}

/** What the log of the checksum database says about module versions. */
export interface ChecksumDatabase {
  /**
   * Hashes that are proved to be in the signed log. Undefined if the settings exempt the module (GONOSUMDB,
   * GOPRIVATE, GOSUMDB=off).
   *
   * @throws DownloadError if the database can't be asked, or if its answer is not proved by its signature
   */
  lookup(path: string, version: string): Promise<ModuleSums | undefined>;
}

export interface ChecksumDatabaseOptions {
  readonly settings: GoSettings;
  readonly web: Web;
  readonly cache: SumdbCache;
}

const MAX_ANSWER = 1024 * 1024;

const DISTRUST =
  'do not use what was downloaded: check whether GOPROXY, GOSUMDB or something on the network changes answers; if nothing does, report it to security@golang.org';

/**
 * A client like that of cmd/go (golang.org/x/mod/sumdb). It asks through the proxies that offer it, else the database
 * itself, and trusts only what the signature, the tree above a record and earlier tree heads prove.
 */
export function openChecksumDatabase(options: ChecksumDatabaseOptions): ChecksumDatabase {
  let client: Client | undefined;
  return {
    async lookup(path, version) {
      if (!usesSumdb(options.settings, path)) return undefined;
      client ??= new Client(sumdbSetting(options.settings), options);
      return client.lookup(path, version);
    },
  };
}

class Client {
  private readonly name: string;
  private base: Promise<string> | undefined;
  private latest: Promise<VerifiedTree> | undefined;
  private readonly tiles: TileSource;

  constructor(
    private readonly setting: SumdbSetting,
    private readonly options: ChecksumDatabaseOptions,
  ) {
    this.name = setting.verifier.name;
    this.tiles = {
      read: (tile) => this.readTile(tile),
      keep: (tile, hashes) => options.cache.write(`${this.name}/${tilePath(tile)}`, hashes),
    };
  }

  async lookup(path: string, version: string): Promise<ModuleSums> {
    const file = `lookup/${escapeModule(path)}@${escapeModule(version)}`;
    const cached = this.options.cache.read(`${this.name}/${file}`);
    const answer = cached ?? (await this.get(file));
    const { id, record, signedHead } = this.trusted(() => parseLookup(answer), file);
    const tree = await this.advance(signedHead);
    await this.check(file, async () => {
      if (id >= tree.head.size) throw new Error(`record ${id} is beyond the signed tree`);
      const expected = await tree.hashOf({ level: 0, index: id });
      if (!recordHash(record).equals(expected))
        throw new Error('the record is not the one in the signed tree');
    });
    const sums = this.trusted(() => sumsIn(record, path, version), file);
    if (!cached) this.options.cache.write(`${this.name}/${file}`, answer);
    return sums;
  }

  /** The newest known tree, after proving that a head belongs to its past or its future. One call after the other. */
  private advance(note: Buffer): Promise<VerifiedTree> {
    const before = this.latest ?? this.knownTree();
    const next = before.then((known) => this.merge(known, note));
    // If a head is refused, the known one stays.
    this.latest = next.catch(() => before);
    this.latest.catch(() => undefined);
    return next;
  }

  private async knownTree(): Promise<VerifiedTree> {
    const note = this.options.cache.read(`${this.name}/latest`);
    if (!note) return new VerifiedTree({ size: 0, hash: Buffer.alloc(0) }, this.tiles);
    return new VerifiedTree(this.headOf(note), this.tiles);
  }

  private async merge(known: VerifiedTree, note: Buffer): Promise<VerifiedTree> {
    const head = this.headOf(note);
    if (head.size <= known.head.size) {
      await this.isPartOf(head, known);
      return known;
    }
    const tree = new VerifiedTree(head, this.tiles);
    await this.isPartOf(known.head, tree);
    await this.options.cache.update(`${this.name}/latest`, async (stored) => {
      // Another process may have stored a newer head meanwhile, which has to be of the same log.
      const other = stored && this.headOf(stored);
      if (!other || other.size <= head.size) {
        if (other) await this.isPartOf(other, tree);
        return note;
      }
      await this.isPartOf(head, new VerifiedTree(other, this.tiles));
      return stored;
    });
    return tree;
  }

  private isPartOf(older: TreeHead, newer: VerifiedTree): Promise<void> {
    if (older.size === 0) return Promise.resolve();
    return this.check(`tree of ${older.size} records`, async () => {
      const hash = await newer.hashAt(older.size);
      if (!hash.equals(older.hash)) {
        throw new Error(`it is not part of the tree of ${newer.head.size} records: there are two logs`);
      }
    });
  }

  private headOf(note: Buffer): TreeHead {
    return this.trusted(() => parseTreeHead(openNote(note, this.setting.verifier)), 'tree head');
  }

  private async readTile(tile: Tile): Promise<Buffer> {
    const { cache } = this.options;
    const cached = cache.read(`${this.name}/${tilePath(tile)}`);
    if (cached) return cached;
    if (isFull(tile)) return this.get(tilePath(tile));
    const full = fullTile(tile);
    const filled = cache.read(`${this.name}/${tilePath(full)}`);
    if (filled) return filled.subarray(0, tileBytes(tile));
    try {
      return await this.get(tilePath(tile));
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      // The log has filled the tile since, and serves only the whole one.
      const whole = await this.get(tilePath(full)).catch(() => Promise.reject(error));
      return whole.subarray(0, tileBytes(tile));
    }
  }

  private async get(file: string): Promise<Buffer> {
    this.base ??= this.findBase();
    return readAll(this.options.web, `${await this.base}/${file}`, MAX_ANSWER);
  }

  /** https://go.dev/design/25530-sumdb#proxying-a-checksum-database */
  private async findBase(): Promise<string> {
    const { settings, web } = this.options;
    if (this.setting.url !== undefined) return this.setting.url;
    const own = `https://${this.name}`;
    try {
      return await tryProxies(proxyList(settings), async ({ kind, url }) => {
        if (kind !== 'url') return own;
        const proxied = `${url}/sumdb/${this.name}`;
        await readAll(web, `${proxied}/supported`, MAX_ANSWER);
        return proxied;
      });
    } catch (error) {
      // No proxy offers it.
      if (error instanceof DownloadError && error.failure === 'not-found') return own;
      throw error;
    }
  }

  private async check(subject: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw this.distrusted(error, subject);
    }
  }

  private trusted<T>(work: () => T, subject: string): T {
    try {
      return work();
    } catch (error) {
      throw this.distrusted(error, subject);
    }
  }

  private distrusted(error: unknown, subject: string): unknown {
    if (error instanceof DownloadError || !(error instanceof Error) || error.name === 'AbortError')
      return error;
    return new DownloadError('damaged', `${this.name}: ${subject}: ${error.message}`, DISTRUST, {
      cause: error,
    });
  }
}

/** @throws Error if the record is not about that version */
function sumsIn(record: Buffer, path: string, version: string): ModuleSums {
  const lines = record.toString('utf8').split('\n');
  const hashOf = (name: string): string => {
    const line = lines.find((l) => l.startsWith(`${path} ${name} h1:`));
    if (line === undefined) throw new Error(`the record has no h1: hash of ${path} ${name}`);
    return line.slice(path.length + name.length + 2);
  };
  return { zip: hashOf(version), goMod: hashOf(`${version}/go.mod`) };
}
