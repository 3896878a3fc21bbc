import { InputError } from '../input/problem';
import { readInto, withFile } from '../input/read-disk';

/** Layout of an archive of the Go compiler: cmd/internal/archive, parseArchive. */
const AR_MAGIC = '!<arch>\n';
const AR_HEADER_SIZE = 60;
const AR_HEADER_END = '`\n';
const EXPORT_DATA_MEMBER = '__.PKGDEF';

/** A Go object begins with a text header (`go object linux amd64 go1.26.5 …`), which this ends. */
const OBJECT_START = 'go object ';
const TEXT_HEADER_END = '\n!\n';

/** Magic of the object format (cmd/internal/goobj, Header): Go 1.18 and 1.19, and from 1.20 on. */
const OBJECT_MAGICS = ['\0go118ld', '\0go120ld'];
const MAGIC_SIZE = 8;
const FINGERPRINT_SIZE = 8;

const CHUNK = 4096;
/** A text header holds cgo directives too; more than this is not an object file. */
const MAX_TEXT_HEADER = 16 * 1024 * 1024;

/**
 * Reads the fingerprint of a compiled package: what `plugin.Open` compares. In the object's header it follows the
 * magic (cmd/internal/goobj: `Header { Magic; Fingerprint [8]byte; … }`). Only headers are read.
 *
 * @param path archive that `go list -export` names, absolute
 * @returns 8 bytes as 16 lower-case hex digits
 * @throws InputError if the file is not an archive of a Go compiler, 1.18 or newer
 */
export function readExportFingerprint(path: string): string {
  return withFile(path, path, (file) => fingerprintOf({ path, file }));
}

interface Archive {
  readonly path: string;
  readonly file: number;
}

function fingerprintOf(archive: Archive): string {
  if (read(archive, 0, AR_MAGIC.length) !== AR_MAGIC) throw damaged(archive, 0, 'no ar archive');
  for (let at = AR_MAGIC.length; ; ) {
    const header = read(archive, at, AR_HEADER_SIZE);
    if (header.length === 0) throw damaged(archive, at, 'no Go object in the archive');
    const size = /^\d+ *$/.test(header.slice(48, 58)) ? Number(header.slice(48, 58)) : NaN;
    if (header.length < AR_HEADER_SIZE || header.slice(58) !== AR_HEADER_END || Number.isNaN(size)) {
      throw damaged(archive, at, 'damaged member header');
    }
    const start = at + AR_HEADER_SIZE;
    const isObject =
      header.slice(0, 16).trimEnd() !== EXPORT_DATA_MEMBER &&
      read(archive, start, OBJECT_START.length) === OBJECT_START;
    if (isObject) return objectFingerprint(archive, start, size);
    // Members begin at even offsets.
    at = start + size + (size % 2);
  }
}

function objectFingerprint(archive: Archive, start: number, size: number): string {
  const object = start + textHeaderSize(archive, start, size);
  const header = read(archive, object, MAGIC_SIZE + FINGERPRINT_SIZE);
  if (!OBJECT_MAGICS.includes(header.slice(0, MAGIC_SIZE))) {
    throw damaged(archive, object, 'object format of another Go than 1.18 to 1.26');
  }
  if (header.length < MAGIC_SIZE + FINGERPRINT_SIZE) throw damaged(archive, object, 'truncated object');
  return Buffer.from(header.slice(MAGIC_SIZE), 'latin1').toString('hex');
}

function textHeaderSize(archive: Archive, start: number, size: number): number {
  const limit = Math.min(size, MAX_TEXT_HEADER);
  let text = '';
  while (text.length < limit) {
    const chunk = read(archive, start + text.length, Math.min(CHUNK, limit - text.length));
    if (chunk === '') break;
    // The end may lie across two chunks.
    const from = Math.max(0, text.length - TEXT_HEADER_END.length);
    text += chunk;
    const end = text.indexOf(TEXT_HEADER_END, from);
    if (end >= 0) return end + TEXT_HEADER_END.length;
  }
  throw damaged(archive, start, 'object without an end of its text header');
}

/** Bytes as latin1 text; fewer if the file ends. */
function read({ file }: Archive, position: number, length: number): string {
  const buffer = Buffer.alloc(length);
  return buffer.toString('latin1', 0, readInto(file, buffer, position));
}

function damaged({ path }: Archive, offset: number, what: string): InputError {
  return new InputError([
    {
      file: path,
      message: `${what} at byte ${offset}`,
      expected: 'a package archive of the Go compiler',
      fix: 'go clean -cache, then run again',
    },
  ]);
}
