import { HASH_SIZE, perfectHash, type TreeNode } from './tree-hash';

/** The log is served in tiles of eight levels of the tree; each holds the hashes of its lowest level. */
const TILE_HEIGHT = 8;
const TILE_WIDTH = 2 ** TILE_HEIGHT;

/** A piece of the log: https://go.dev/design/25530-sumdb#checksum-database. */
export interface Tile {
  /** Counted in tiles: level 1 is eight levels of the tree above level 0. */
  readonly level: number;
  readonly index: number;
  /** How many hashes it holds: 256, or fewer at the right edge of the log. */
  readonly width: number;
}

/** The tile with the hash of a node, as wide as in a tree of `size` records. */
export function tileOf(node: TreeNode, size: number): Tile {
  const level = Math.floor(node.level / TILE_HEIGHT);
  const first = node.index * 2 ** (node.level - level * TILE_HEIGHT);
  return tileAt(level, Math.floor(first / TILE_WIDTH), size);
}

/** The tile above a full one, which has the hash of it. */
export function parentOf({ level, index }: Tile, size: number): Tile {
  return tileAt(level + 1, Math.floor(index / TILE_WIDTH), size);
}

function tileAt(level: number, index: number, size: number): Tile {
  const nodes = Math.floor(size / 2 ** (level * TILE_HEIGHT));
  return { level, index, width: Math.min(TILE_WIDTH, nodes - index * TILE_WIDTH) };
}

/** The same tile once the log has filled it. */
export function fullTile(tile: Tile): Tile {
  return { ...tile, width: TILE_WIDTH };
}

export function isFull({ width }: Tile): boolean {
  return width === TILE_WIDTH;
}

/** The node above all hashes of a full tile. */
export function rootOf({ level, index }: Tile): TreeNode {
  return { level: (level + 1) * TILE_HEIGHT, index };
}

export function tileBytes({ width }: Tile): number {
  return width * HASH_SIZE;
}

/** The hash of a node, from the tile that `tileOf` gives. */
export function hashInTile(tile: Tile, hashes: Buffer, { level, index }: TreeNode): Buffer {
  const span = 2 ** (level - tile.level * TILE_HEIGHT);
  const first = index * span - tile.index * TILE_WIDTH;
  return perfectHash(hashes.subarray(first * HASH_SIZE, (first + span) * HASH_SIZE));
}

/** `tile/8/0/x001/234.p/17`: the number in groups of three digits, `.p/` and the width for one that is not full. */
export function tilePath(tile: Tile): string {
  const groups: string[] = [];
  for (
    let rest = tile.index, first = true;
    first || rest > 0;
    rest = Math.floor(rest / 1000), first = false
  ) {
    groups.unshift(`${first ? '' : 'x'}${String(rest % 1000).padStart(3, '0')}`);
  }
  const partial = isFull(tile) ? '' : `.p/${tile.width}`;
  return `tile/${TILE_HEIGHT}/${tile.level}/${groups.join('/')}${partial}`;
}
