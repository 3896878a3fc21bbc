import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Entry } from 'yauzl';
import { saveStream } from '../input/write-disk';
import { unpacked } from './decompress';
import { ImageError, quoted } from './image-error';
import type { LayerFile } from './image-store';
import type { ImageLimits } from './limits';
import { isElf, saveProgram } from './save-program';
import { plainPath, tarEntries } from './tar-entries';

export interface ArchiveOptions {
  /** What messages call the archive. */
  readonly name: string;
  /** Which file of the archive is the program: `bin/nakama`; undefined for the only program, or the one called nakama. */
  readonly program: string | undefined;
  /** Programs are saved in it. */
  readonly folder: string;
  readonly limits: ImageLimits;
  readonly signal: AbortSignal;
}

/** A program of an archive. */
export interface ArchivedProgram {
  /** Its path in the archive. */
  readonly path: string;
  /** Where it is saved. */
  readonly file: string;
}

interface ArchivedFile {
  readonly path: string;
  open(): Promise<Readable> | Readable;
}

/** An archive of one server has few programs; each is saved. */
const MAX_PROGRAMS = 8;

/**
 * The server's program of a tar, plain or compressed, or of a zip. Nothing is written under a name of the archive.
 *
 * @throws ImageError if there is none, or several of which none is called nakama
 */
export async function programOfArchive(
  file: LayerFile,
  kind: 'tar' | 'zip',
  options: ArchiveOptions,
): Promise<ArchivedProgram> {
  const programs: ArchivedProgram[] = [];
  const wanted = options.program === undefined ? undefined : plainPath(options.program);
  const files = kind === 'zip' ? zipFiles(file.path, options) : tarFiles(file, options);
  for await (const { path, open } of files) {
    if (wanted !== undefined && path !== wanted) continue;
    const found = await saveIfProgram(await open(), options);
    if (found !== undefined) programs.push({ path, file: found });
    if (programs.length > MAX_PROGRAMS) break;
  }
  const named = programs.filter(({ path }) => /(?:^|\/)nakama(?:\.\w+)?$/.test(path));
  const [only] = programs.length === 1 ? programs : named.length === 1 ? named : [];
  if (only) return only;
  throw noProgram(programs, options);
}

async function* tarFiles(file: LayerFile, options: ArchiveOptions): AsyncGenerator<ArchivedFile> {
  for await (const { path, type, content, skip } of tarEntries(await unpacked(file, options))) {
    if (path && type === 'file') yield { path, open: () => content };
    skip();
  }
}

/** The promise API of yauzl 3; its published types are those of version 2. */
interface Zip {
  eachEntry(): AsyncIterable<Entry>;
  openReadStreamPromise(entry: Entry): Promise<Readable>;
  close(): void;
}
interface Yauzl {
  openPromise(path: string, options: { lazyEntries: boolean; autoClose: boolean }): Promise<Zip>;
}

async function* zipFiles(file: string, { signal }: ArchiveOptions): AsyncGenerator<ArchivedFile> {
  const { openPromise } = (await import('yauzl')) as unknown as Yauzl;
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      signal.throwIfAborted();
      const path = plainPath(entry.fileName);
      if (path && !entry.fileName.endsWith('/')) yield { path, open: () => zip.openReadStreamPromise(entry) };
    }
  } finally {
    zip.close();
  }
}

/** Saves a file if it begins as a program does; the rest of another one is not read. */
async function saveIfProgram(
  content: Readable,
  { folder, limits, name }: ArchiveOptions,
): Promise<string | undefined> {
  const chunks = content[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let first = Buffer.alloc(0);
  while (first.length < 4) {
    const { done, value } = await chunks.next();
    if (done) break;
    first = Buffer.concat([first, value]);
  }
  if (!isElf(first)) {
    await chunks.return?.();
    return undefined;
  }
  const file = join(folder, `found-${randomUUID()}`);
  const rest = { [Symbol.asyncIterator]: () => chunks };
  const whole = Readable.from(
    (async function* () {
      yield first;
      yield* rest;
    })(),
    { objectMode: false },
  );
  await saveProgram(whole, file, limits, name);
  return file;
}

/** A compressed archive as a plain one, so that its parts can be read one by one. */
export async function unpackInto(file: LayerFile, target: string, options: ArchiveOptions): Promise<void> {
  await saveStream(await unpacked(file, options), target, { signal: options.signal });
}

/** Whether a compressed file is one program, and no tar. */
export async function isCompressedProgram(file: LayerFile, options: ArchiveOptions): Promise<boolean> {
  for await (const chunk of await unpacked(file, options)) return isElf(chunk);
  return false;
}

/** The program that was compressed by itself. */
export async function unpackProgram(file: LayerFile, options: ArchiveOptions): Promise<string> {
  const target = join(options.folder, `found-${randomUUID()}`);
  await saveProgram(await unpacked(file, options), target, options.limits, options.name);
  return target;
}

function noProgram(programs: readonly ArchivedProgram[], { name, program }: ArchiveOptions): ImageError {
  return new ImageError('no-program', {
    file: name,
    message:
      program !== undefined
        ? `the archive has no program ${quoted(program)}`
        : programs.length === 0
          ? 'the archive has no program for Linux'
          : 'the archive has several programs for Linux',
    expected: program === undefined ? 'one program, or one that is called nakama' : 'a program for Linux',
    ...(programs.length > 0 && { found: quoted(programs.map(({ path }) => path).join(', ')) }),
    fix: 'name an archive of a Nakama server for Linux, or say which file in it is the program',
  });
}
