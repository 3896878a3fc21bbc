import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { unpacked, type UnpackedOptions } from './decompress';
import type { LayerFile } from './image-store';
import type { ImageLimits } from './limits';
import { saveProgram } from './save-program';
import { folderOf, linkTarget, tarEntries, type TarEntry } from './tar-entries';

/** What a layer says about a path. */
export type LayerHit =
  /** The file, saved, and its digest. */
  | { readonly kind: 'file'; readonly file: string; readonly digest: string }
  /** It is at another path of the image; `at` is the link, the path itself or a folder above it. */
  | { readonly kind: 'link'; readonly path: string; readonly at: string }
  /** It is the same file as another one of this layer. */
  | { readonly kind: 'hard-link'; readonly path: string }
  /** There is none: this layer hides what lower ones have, or has something else in its place. */
  | { readonly kind: 'hidden'; readonly by: string };

export interface LayerScan {
  /** Path -> what the layer says; nothing for a path that it does not speak of. */
  readonly hits: ReadonlyMap<string, LayerHit>;
  /** Paths that the layer has as folders, of those above a path. */
  readonly folders: ReadonlySet<string>;
}

export interface ScanOptions extends UnpackedOptions {
  readonly limits: ImageLimits;
  /** Files are saved in it. */
  readonly folder: string;
}

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/**
 * Looks paths up in one layer (OCI image specification, layer.md). What is written has names of our own, so that no name
 * in the layer leads anywhere.
 *
 * @param paths without `/` at their ends
 * @throws ImageError; Error if the layer is damaged
 */
export async function scanLayer(
  layer: LayerFile,
  paths: readonly string[],
  options: ScanOptions,
): Promise<LayerScan> {
  const scan = new Scan(paths, options);
  for await (const entry of tarEntries(await unpacked(layer, options))) {
    await scan.take(entry);
    entry.skip();
  }
  return scan.result();
}

class Scan {
  private readonly exact = new Map<string, LayerHit>();
  private readonly above = new Map<string, LayerHit>();
  /** What holds for lower layers alone. */
  private readonly below = new Map<string, LayerHit>();
  private readonly folders = new Set<string>();

  constructor(
    private readonly paths: readonly string[],
    private readonly options: ScanOptions,
  ) {}

  async take(entry: TarEntry): Promise<void> {
    const { path } = entry;
    if (path === undefined) return;
    const base = path.slice(path.lastIndexOf('/') + 1);
    if (base.startsWith(WHITEOUT)) {
      this.takeWhiteout(path, base);
      return;
    }
    for (const wanted of this.paths) {
      if (path === wanted) this.exact.set(wanted, await this.hitOf(entry, path));
      else if (wanted.startsWith(`${path}/`)) this.takeAbove(entry, path, wanted);
    }
  }

  result(): LayerScan {
    const found = this.paths.flatMap((path) => {
      const hit = this.exact.get(path) ?? this.above.get(path) ?? this.below.get(path);
      return hit ? [[path, hit] as const] : [];
    });
    return { hits: new Map(found), folders: this.folders };
  }

  private takeWhiteout(path: string, base: string): void {
    const folder = folderOf(path);
    const isOpaque = base === OPAQUE;
    const gone = isOpaque ? folder : [folder, base.slice(WHITEOUT.length)].filter(Boolean).join('/');
    for (const wanted of this.paths) {
      const isBelow = gone === '' || wanted.startsWith(`${gone}/`);
      if (isBelow || (!isOpaque && wanted === gone))
        this.below.set(wanted, { kind: 'hidden', by: `/${path}` });
    }
  }

  private async hitOf(entry: TarEntry, path: string): Promise<LayerHit> {
    const { type, link, content } = entry;
    if (type === 'file' || type === 'contiguous-file') {
      const { folder, limits, name } = this.options;
      const file = join(folder, `found-${randomUUID()}`);
      const digest = await saveProgram(content, file, limits, name);
      return { kind: 'file', file, digest };
    }
    if (type === 'symlink') return { kind: 'link', path: linkTarget(folderOf(path), link), at: path };
    if (type === 'link') return { kind: 'hard-link', path: linkTarget('', link) };
    return { kind: 'hidden', by: `/${path}, which is no file` };
  }

  private takeAbove({ type, link }: TarEntry, path: string, wanted: string): void {
    if (type === 'directory') {
      this.folders.add(path);
      this.above.delete(wanted);
    } else if (type === 'symlink') {
      const target = linkTarget(folderOf(path), link);
      const rest = wanted.slice(path.length + 1);
      this.above.set(wanted, { kind: 'link', path: [target, rest].filter(Boolean).join('/'), at: path });
    } else {
      this.above.set(wanted, { kind: 'hidden', by: `/${path}, which is no folder` });
    }
  }
}
