// Go's package fingerprint, from the export archive that `go list -export` names.
import { readFileSync } from 'node:fs';

const AR_MAGIC = '!<arch>\n';
const AR_HEADER = 60;
/** The magic of Go's object format (cmd/internal/goobj): 1.19, and 1.20 or newer. The fingerprint follows it. */
const OBJECT_MAGIC = ['\0go120ld', '\0go118ld'];

/** @returns {string} 16 hex digits @throws if the file is not an archive of the Go compiler */
export function readFingerprint(archivePath) {
  const object = arMember(readFileSync(archivePath), '_go_.o');
  const header = object?.indexOf('\n!\n') ?? -1;
  const start = header + 3;
  const magic = object?.toString('latin1', start, start + 8);
  if (header < 0 || !OBJECT_MAGIC.includes(magic)) throw new Error(`no Go object in ${archivePath}`);
  return object.toString('hex', start + 8, start + 16);
}

function arMember(archive, name) {
  if (archive.toString('latin1', 0, AR_MAGIC.length) !== AR_MAGIC) return undefined;
  let at = AR_MAGIC.length;
  while (at + AR_HEADER <= archive.length) {
    const size = Number(archive.toString('latin1', at + 48, at + 58));
    const start = at + AR_HEADER;
    if (archive.toString('latin1', at, at + 16).trimEnd() === name)
      return archive.subarray(start, start + size);
    at = start + size + (size % 2);
  }
  return undefined;
}
