import { hashInTile, isFull, parentOf, rootOf, type Tile, tileBytes, tileOf, tilePath } from './tile';
import { hashOfPeaks, peaks, type TreeHead, type TreeNode } from './tree-hash';

/** Where tiles come from. They are not trusted. */
export interface TileSource {
  read(tile: Tile): Promise<Buffer>;
  /** Called after the bytes are proved to be those of the log. */
  keep(tile: Tile, hashes: Buffer): void;
}

/** Hashes of the log that are proved to belong to a signed tree head, so it does not matter who delivers them. */
export class VerifiedTree {
  private readonly tiles = new Map<string, Promise<Buffer>>();
  private edge: Promise<ReadonlyMap<string, Buffer>> | undefined;

  constructor(
    readonly head: TreeHead,
    private readonly source: TileSource,
  ) {}

  /** @throws Error if the tiles do not give the signed hash */
  async hashOf(node: TreeNode): Promise<Buffer> {
    const tile = tileOf(node, this.head.size);
    return hashInTile(tile, await this.verified(tile), node);
  }

  /**
   * The hash of the first `size` records.
   *
   * @param size at most that of the head
   */
  async hashAt(size: number): Promise<Buffer> {
    return hashOfPeaks(await Promise.all(peaks(size).map((node) => this.hashOf(node))));
  }

  /** The hashes of partial tiles, at the right edge, give the signed one; the hash of a full tile is in its parent. */
  private verified(tile: Tile): Promise<Buffer> {
    const path = tilePath(tile);
    const known = this.tiles.get(path) ?? (isFull(tile) ? this.belowParent(tile) : this.atEdge(path));
    this.tiles.set(path, known);
    return known;
  }

  private async belowParent(tile: Tile): Promise<Buffer> {
    const parent = parentOf(tile, this.head.size);
    const [hashes, above] = await Promise.all([this.read(tile), this.verified(parent)]);
    const root = rootOf(tile);
    const found = hashInTile(tile, hashes, root);
    if (!hashInTile(parent, above, root).equals(found)) throw notTheLog(tile);
    this.source.keep(tile, hashes);
    return hashes;
  }

  private async atEdge(path: string): Promise<Buffer> {
    const hashes = (await (this.edge ??= this.readEdge())).get(path);
    if (!hashes) throw new Error(`${path} is not part of a tree of ${this.head.size} records`);
    return hashes;
  }

  private async readEdge(): Promise<ReadonlyMap<string, Buffer>> {
    const nodes = peaks(this.head.size).map((node) => ({ node, tile: tileOf(node, this.head.size) }));
    const tiles = new Map(nodes.map(({ tile }) => [tilePath(tile), tile]));
    const edge = new Map<string, Buffer>();
    await Promise.all(Array.from(tiles, async ([path, tile]) => edge.set(path, await this.read(tile))));
    const hashesOf = (tile: Tile): Buffer => edge.get(tilePath(tile)) ?? Buffer.alloc(0);
    const found = hashOfPeaks(nodes.map(({ node, tile }) => hashInTile(tile, hashesOf(tile), node)));
    if (!found.equals(this.head.hash)) throw notTheLog(...tiles.values());
    for (const tile of tiles.values()) this.source.keep(tile, hashesOf(tile));
    return edge;
  }

  private async read(tile: Tile): Promise<Buffer> {
    const hashes = await this.source.read(tile);
    if (hashes.length !== tileBytes(tile)) throw notTheLog(tile);
    return hashes;
  }
}

function notTheLog(...tiles: readonly Tile[]): Error {
  return new Error(`${tiles.map(tilePath).join(', ')} does not belong to the signed tree`);
}
