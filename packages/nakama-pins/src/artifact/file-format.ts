import { isUtf8 } from 'node:buffer';
import { ArtifactError, type ArtifactFault } from './artifact-error';
import type { ByteSource } from './byte-source';

/** First bytes in latin1 -> what such a file is. */
const OTHER_PLATFORMS: readonly (readonly [string, string])[] = [
  ['\xcf\xfa\xed\xfe', 'a Mach-O file of macOS'],
  ['\xce\xfa\xed\xfe', 'a Mach-O file of macOS'],
  ['\xfe\xed\xfa\xcf', 'a Mach-O file of macOS'],
  ['\xfe\xed\xfa\xce', 'a Mach-O file of macOS'],
  ['\xca\xfe\xba\xbe', 'a universal Mach-O file of macOS'],
  ['\xca\xfe\xba\xbf', 'a universal Mach-O file of macOS'],
  ['MZ', 'a program or DLL of Windows'],
];

const OTHER_FILES: readonly (readonly [string, string])[] = [
  ['!<arch>\n', 'an archive (.a)'],
  ['\0asm', 'a WebAssembly module'],
  ['PK\x03\x04', 'a zip archive'],
  ['\x1f\x8b', 'a gzip archive'],
  ['version https://git-lfs', 'a pointer of Git LFS, whose content was not fetched'],
];

const ELF_MAGIC = '\x7fELF';
const SAMPLE = 512;

/**
 * Tells by its first bytes that a file is not an ELF file, and what it is instead.
 *
 * @throws ArtifactError unless it begins as an ELF file does
 */
export function requireElf(source: ByteSource): void {
  if (source.size === 0) throw notElf(source, 'unreadable', 'the file is empty');
  const sample = source.read(0, Math.min(SAMPLE, source.size), 'the first bytes');
  const start = sample.toString('latin1');
  if (start.startsWith(ELF_MAGIC)) return;
  const known = (kinds: typeof OTHER_FILES): string | undefined =>
    kinds.find(([magic]) => start.startsWith(magic))?.[1];
  const foreign = known(OTHER_PLATFORMS);
  if (foreign !== undefined) throw notElf(source, 'other-platform', `this is ${foreign}`);
  const other = known(OTHER_FILES) ?? (isText(sample) ? 'a text file' : undefined);
  throw notElf(source, 'unreadable', `this is ${other ?? 'not an ELF file'}`);
}

function notElf(source: ByteSource, fault: ArtifactFault, message: string): Error {
  return new ArtifactError(fault, {
    file: source.file,
    message,
    expected: 'an ELF file of 64-bit Linux',
    fix: 'build the plugin for linux: GOOS=linux go build -buildmode=plugin -trimpath',
  });
}

function isText(sample: Buffer): boolean {
  // The sample may end within a character of up to four bytes.
  const whole = [0, 1, 2, 3].some((cut) => isUtf8(sample.subarray(0, Math.max(1, sample.length - cut))));
  return whole && !sample.some((byte) => byte < 0x09 || byte === 0x7f);
}
