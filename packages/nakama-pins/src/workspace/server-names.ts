import { parse } from 'jsonc-parser';
import { JSON_MAX_BYTES } from '../input/json-file';
import { folderAndAncestors, under, type Folders } from './folders';
import { NAKAMA_JSON, type NakamaJson } from './nakama-json';

type Named = Pick<NakamaJson, 'release' | 'server'>;

/**
 * Which server opens a plugin, by nakama.json, without judging it: a file that can't be read names none here, and is
 * reported where a verdict rests on it.
 */
export class ServerNames {
  private readonly known = new Map<string, Named>();

  constructor(private readonly folders: Folders) {}

  /** `3.40.0`, `3.40.0:eu`, `unnamed`: letters, digits and `._:-`. */
  of(dir: string): string {
    const { release, server } = this.named(dir);
    const words = [release ?? 'unnamed', server].filter((word) => word !== undefined);
    return words.map((word) => String(word).replace(/[^\w.-]/g, '-')).join(':');
  }

  /** The `server` key alone; undefined where none stands. */
  nameOf(dir: string): string | undefined {
    return this.named(dir).server;
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
    try {
      const { release, server } = (parse(this.folders.text(under(dir, NAKAMA_JSON), JSON_MAX_BYTES)) ??
        {}) as Named;
      return { ...(release !== undefined && { release }), ...(server !== undefined && { server }) };
    } catch {
      return {};
    }
  }
}
