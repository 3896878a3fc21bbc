import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { hashOfPeaks, nodeHash, peaks, recordHash } from '../tree-hash';

/** A checksum database with a key of its own, which can be made to lie. */
export class TestLog {
  readonly verifierKey: string;
  private readonly keys = generateKeyPairSync('ed25519');
  private readonly keyHash: Buffer;
  private readonly records: Buffer[] = [];
  /** `levels[l][i]` is the hash of the records from `i * 2^l` on. */
  private readonly levels: Buffer[][] = [];

  constructor(
    readonly name: string,
    records: number,
    /** Distinguishes logs. */
    private readonly salt = '',
  ) {
    const spki = this.keys.publicKey.export({ format: 'der', type: 'spki' });
    const key = Buffer.concat([Buffer.of(1), spki.subarray(-32)]);
    this.keyHash = createHash('sha256').update(`${name}\n`).update(key).digest().subarray(0, 4);
    this.verifierKey = `${name}+${this.keyHash.toString('hex')}+${key.toString('base64')}`;
    this.grow(records);
  }

  get size(): number {
    return this.records.length;
  }

  /** Another log with this one's key, as a lying database would show it. */
  fork(salt: string): TestLog {
    const other = new TestLog(this.name, 0, salt);
    Object.assign(other, { keys: this.keys, keyHash: this.keyHash, verifierKey: this.verifierKey });
    other.grow(this.size);
    return other;
  }

  grow(records: number): void {
    for (let i = 0; i < records; i++) {
      const record = Buffer.from(this.record(this.size));
      this.records.push(record);
      this.add(0, recordHash(record));
    }
  }

  /** The hash that a look-up of `example.com/m<id>@v1.0.0` answers. */
  sumOf(id: number): string {
    return `h1:${createHash('sha256').update(`${this.salt}${id}`).digest('base64')}`;
  }

  /** Answers a path below the address of the database. */
  answer(path: string): Buffer | undefined {
    const lookup = /^lookup\/example\.com\/m(\d+)@v1\.0\.0$/.exec(path);
    if (lookup) return this.lookup(Number(lookup[1]));
    const tile = /^tile\/8\/(\d)\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d+))?$/.exec(path);
    if (!tile) return undefined;
    const [, level, index = '', width] = tile;
    return this.tile(Number(level), Number(index.replace(/[x/]/g, '')), Number(width ?? 256));
  }

  signedHead(): string {
    const hash = hashOfPeaks(
      peaks(this.size).map(({ level, index }) => this.levels[level]?.[index] as Buffer),
    );
    const text = `go.sum database tree\n${this.size}\n${hash.toString('base64')}\n`;
    const signature = sign(null, Buffer.from(text), this.keys.privateKey);
    return `${text}\n— ${this.name} ${Buffer.concat([this.keyHash, signature]).toString('base64')}\n`;
  }

  private record(id: number): string {
    const line = `example.com/m${id} v1.0.0`;
    return `${line} ${this.sumOf(id)}\n${line}/go.mod ${this.sumOf(id)}\n`;
  }

  private lookup(id: number): Buffer | undefined {
    return this.records[id] && Buffer.from(`${id}\n${this.records[id].toString()}\n${this.signedHead()}`);
  }

  /** As real databases, which serve a tile under its narrower names only until it is full. */
  private tile(level: number, index: number, width: number): Buffer | undefined {
    const nodes = (this.levels[level * 8] ?? []).slice(index * 256, (index + 1) * 256);
    if (nodes.length < width || (nodes.length === 256 && width < 256)) return undefined;
    return Buffer.concat(nodes.slice(0, width));
  }

  private add(level: number, hash: Buffer): void {
    const hashes = (this.levels[level] ??= []);
    hashes.push(hash);
    if (hashes.length % 2 === 0) this.add(level + 1, nodeHash(hashes[hashes.length - 2] as Buffer, hash));
  }
}
