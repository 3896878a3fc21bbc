import { damaged } from './artifact-error';
import type { Elf } from './elf';
import { elfHash } from './elf-hash';
import { hex } from './elf-segment';
import { readString, type Strings } from './elf-strings';

/** Versions of symbols that are needed from one library: `libc.so.6`, `GLIBC_2.34`. */
export interface VersionNeed {
  readonly library: string;
  /** In the order of the file. */
  readonly versions: readonly string[];
  /** Where its entry is in the file. */
  readonly place: number;
}

/** What the versions of symbols may be. */
export interface Versions {
  readonly needs: readonly VersionNeed[];
  /** Their indices in DT_VERSYM, besides 0 and 1: undefined if the file has no versions. */
  readonly indices?: ReadonlySet<number>;
  /** It defines versions of its own. */
  readonly defines: boolean;
}

/** Linkers write some dozens. */
const MAX_VERSIONS = 4096;
const NEED_SIZE = 16;
const DEFINITION_SIZE = 20;
const INDEX = 0x7fff;

/**
 * Reads Verneed and Vernaux of the GNU symbol versions, and the indices of Verdef: chains of offsets, each relative to
 * its own entry, to their ends (glibc: _dl_check_map_versions). The counts beside them are not read.
 *
 * @throws ArtifactError if a chain leaves the file, or a version's hash is not that of its name
 */
export function readVersions(
  { source }: Elf,
  strings: Strings,
  tables: { readonly needs: number | undefined; readonly definitions: number | undefined },
): Versions {
  if (tables.needs === undefined && tables.definitions === undefined) return { needs: [], defines: false };
  const indices = new Set<number>();
  let steps = 0;
  /** Whatever the chains look like, this ends. */
  function* chain(start: number, size: number, nextAt: number, what: string): Generator<[number, Buffer]> {
    for (let at = start, next = -1; next !== 0; at += next) {
      if (++steps > MAX_VERSIONS) throw damaged(source.file, start, `${what}: a chain without an end`);
      // A copy: reading on moves the window.
      const entry = Buffer.from(source.read(at, size, what));
      next = entry.readUInt32LE(nextAt);
      yield [at, entry];
    }
  }
  const needs: VersionNeed[] = [];
  if (tables.needs !== undefined) {
    for (const [at, need] of chain(tables.needs, NEED_SIZE, 12, 'a needed version')) {
      requireRevision(source.file, at, need.readUInt16LE(0), 'vn_version of a needed version');
      const library = readString(source, strings, need.readUInt32LE(4), { what: 'vn_file', place: at + 4 });
      const versions: string[] = [];
      for (const [auxAt, aux] of chain(at + need.readUInt32LE(8), NEED_SIZE, 12, 'a needed version')) {
        const version = readString(source, strings, aux.readUInt32LE(8), {
          what: 'vna_name',
          place: auxAt + 8,
        });
        const hash = aux.readUInt32LE(0);
        if (hash !== elfHash(version)) {
          throw damaged(
            source.file,
            auxAt,
            `vna_hash of the needed version ${JSON.stringify(version)} is not its hash`,
            {
              expected: hex(elfHash(version)),
              found: hex(hash),
              why: 'the loader finds versions by it',
            },
          );
        }
        indices.add(aux.readUInt16LE(6) & INDEX);
        versions.push(version);
      }
      needs.push({ library, versions, place: at });
    }
  }
  if (tables.definitions !== undefined) {
    for (const [at, definition] of chain(tables.definitions, DEFINITION_SIZE, 16, 'a defined version')) {
      requireRevision(source.file, at, definition.readUInt16LE(0), 'vd_version of a defined version');
      indices.add(definition.readUInt16LE(4) & INDEX);
    }
  }
  return { needs, indices, defines: tables.definitions !== undefined };
}

function requireRevision(file: string, place: number, revision: number, what: string): void {
  if (revision === 1) return;
  throw damaged(file, place, `${what} is not known to the loader`, {
    expected: '1',
    found: String(revision),
  });
}
