import { damaged } from './artifact-error';
import { type ByteSource, PIECE } from './byte-source';
import { type Elf, fileOffset, readNumber } from './elf';
import { PF_W, PT_LOAD } from './elf-segment';

/** A module as a Go program names it. */
export interface BuiltModule {
  readonly path: string;
  /** Undefined for `(devel)`: the main module, or a folder. */
  readonly version?: string;
  /** The hash of its zip, `h1:…`; vendored and local modules have none. */
  readonly sum?: string;
  readonly replace?: Omit<BuiltModule, 'replace'>;
}

/** What `go version -m` shows. */
export interface BuildInfo {
  /** `1.26.5` */
  readonly go: string;
  /** Of a Go with experiments, what follows its version: `X:nocoverageredesign`. */
  readonly experiments?: string;
  /** Import path of the main package; `command-line-arguments` if files were named. */
  readonly path?: string;
  readonly main?: BuiltModule;
  /** In the order of the file, which is sorted by path. */
  readonly deps: readonly BuiltModule[];
  /** `-trimpath` -> `true`, `GOOS` -> `linux` … */
  readonly settings: ReadonlyMap<string, string>;
}

/** runtime/debug, cmd/link (`buildinfo`): 14 bytes of magic, pointer size, flags, two pointers. */
const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
const ALIGNMENT = 16;
const HEADER_SIZE = 32;
const FLAG_BIG_ENDIAN = 1;
const FLAG_INLINE = 2;

/** cmd/go/internal/modload: 16 bytes before and after the text about modules. */
const FRAME = 16;

/** A thousand modules are 150 kB. */
const MAX_TEXT = 4 * 1024 * 1024;

/**
 * Reads what Go noted in a program or plugin: in the form with pointers (before 1.18) and the one with the texts in
 * place (1.18 and later). It is in a writable segment, at a multiple of 16 bytes.
 *
 * @returns undefined if there is none: not a Go program, or a plugin of Go 1.20 or older, whose linker left it out
 * @throws ArtifactError if it is damaged
 */
export function readBuildInfo(elf: Elf): BuildInfo | undefined {
  const { source } = elf;
  const at = findMagic(elf);
  if (at === undefined) return undefined;
  const header = source.read(at, HEADER_SIZE, 'the build info');
  const flags = header.readUInt8(15);
  const [version, modules] = flags & FLAG_INLINE ? inlineTexts(source, at) : pointedTexts(elf, header, at);
  if (version.length === 0) return undefined;
  return parseBuildInfo(version.toString('utf8'), withoutFrame(modules).toString('utf8'));
}

/** Empty for a program that was built without modules. */
function withoutFrame(text: Buffer): Buffer {
  const framed = text.length > 2 * FRAME && text[text.length - FRAME - 1] === 0x0a;
  return framed ? text.subarray(FRAME, -FRAME) : EMPTY;
}

const EMPTY = Buffer.alloc(0);

/** Each byte of the file is looked at once, however many segments claim it. */
function findMagic({ source, segments }: Elf): number | undefined {
  const writable = segments
    .filter(({ type, flags }) => type === PT_LOAD && (flags & PF_W) !== 0)
    .sort((a, b) => a.offset - b.offset);
  let searched = 0;
  for (const { offset, fileSize } of writable) {
    const end = offset + fileSize;
    // Two pieces share so many bytes that the magic is whole in one of them.
    for (let at = Math.max(offset, searched); at < end; at += PIECE - MAGIC.length) {
      const piece = source.piece(at, Math.min(PIECE, end - at), 'a data segment');
      for (let i = piece.indexOf(MAGIC); i >= 0; i = piece.indexOf(MAGIC, i + 1)) {
        if ((at + i) % ALIGNMENT === 0) return at + i;
      }
    }
    searched = Math.max(searched, end);
  }
  return undefined;
}

function inlineTexts(source: ByteSource, at: number): [Buffer, Buffer] {
  const version = inlineText(source, at + HEADER_SIZE);
  return [version.text, inlineText(source, version.end).text];
}

/** A length as a varint (encoding/binary), then the bytes. */
function inlineText(source: ByteSource, start: number): { readonly text: Buffer; readonly end: number } {
  let length = 0;
  let at = start;
  for (let scale = 1; ; scale *= 128) {
    const byte = source.read(at++, 1, 'the build info').readUInt8(0);
    length += (byte & 0x7f) * scale;
    if (length > MAX_TEXT || at - start > 8) throw tooLong(source, start);
    if (byte < 0x80) break;
  }
  return { text: source.read(at, length, 'the build info'), end: at + length };
}

function pointedTexts(elf: Elf, header: Buffer, at: number): [Buffer, Buffer] {
  const { source } = elf;
  if (header.readUInt8(14) !== 8 || header.readUInt8(15) & FLAG_BIG_ENDIAN) {
    throw damaged(source.file, at + 14, 'build info of another machine', { expected: '8-byte pointers' });
  }
  const text = (pointerAt: number): Buffer => {
    const address = readNumber(header, pointerAt, source, at + pointerAt);
    // Without modules there is no second text.
    if (address === 0) return EMPTY;
    const headerAt = fileOffset(elf, address, 16, 'a text of the build info');
    const string = source.read(headerAt, 16, 'a text of the build info');
    const length = readNumber(string, 8, source, headerAt + 8);
    if (length > MAX_TEXT) throw tooLong(source, headerAt);
    const start = readNumber(string, 0, source, headerAt);
    if (length === 0) return EMPTY;
    const textAt = fileOffset(elf, start, length, 'a text of the build info');
    return source.read(textAt, length, 'a text of the build info');
  };
  return [text(16), text(24)];
}

function tooLong(source: ByteSource, offset: number): Error {
  return damaged(source.file, offset, 'build info that is longer than any', {
    expected: `at most ${MAX_TEXT} bytes`,
  });
}

/** The text of runtime/debug.BuildInfo: one thing a line, fields separated by tabs. */
function parseBuildInfo(version: string, text: string): BuildInfo {
  const [, go = version, experiments] = /^go(\S+?)(?:[ -](X:\S+))?$/.exec(version) ?? [];
  let path: string | undefined;
  let main: BuiltModule | undefined;
  const deps: BuiltModule[] = [];
  const settings = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [kind, ...fields] = line.split('\t');
    if (kind === 'path') path = fields[0];
    else if (kind === 'mod') main = toModule(fields);
    else if (kind === 'dep') deps.push(toModule(fields));
    else if (kind === '=>') {
      const replaced = deps.pop();
      if (replaced) deps.push({ ...replaced, replace: toModule(fields) });
      else if (main) main = { ...main, replace: toModule(fields) };
    } else if (kind === 'build') {
      const [, key = '', value = ''] = /^("(?:[^"\\]|\\.)*"|[^=]*)=(.*)$/.exec(fields.join('\t')) ?? [];
      if (key !== '') settings.set(unquote(key), unquote(value));
    }
  }
  return {
    go,
    ...(experiments !== undefined && { experiments }),
    ...(path !== undefined && { path }),
    ...(main && { main }),
    deps,
    settings,
  };
}

function toModule([path = '', version = '', sum = '']: readonly string[]): BuiltModule {
  const released = version !== '' && version !== '(devel)';
  return { path, ...(released && { version }), ...(sum !== '' && { sum }) };
}

/** Settings with blanks or quotes are Go string literals, whose escapes JSON shares if they are printable. */
function unquote(text: string): string {
  if (text.startsWith('`') && text.endsWith('`') && text.length > 1) return text.slice(1, -1);
  if (!text.startsWith('"')) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}
