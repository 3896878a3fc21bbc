import { createHash } from 'node:crypto';
import { saveStream } from '../input/write-disk';
import { digestFrom } from './digest';
import { ImageError } from './image-error';
import { type ImageLimits, inBytes } from './limits';

/** Programs for Linux begin so. */
const ELF = Buffer.from('\x7fELF', 'latin1');

/** Whether a file that begins so can be a server's program. */
export function isElf(first: Buffer): boolean {
  return first.subarray(0, 4).equals(ELF);
}

/**
 * Writes a program into a file.
 *
 * @param name what messages call the image or archive
 * @returns its digest
 * @throws ImageError if it is larger than the limit
 */
export async function saveProgram(
  content: AsyncIterable<Buffer>,
  file: string,
  { programBytes }: Pick<ImageLimits, 'programBytes'>,
  name: string,
): Promise<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* hashed(): AsyncGenerator<Buffer> {
    for await (const chunk of content) {
      bytes += chunk.length;
      if (bytes > programBytes) {
        throw new ImageError('too-large', {
          file: name,
          message: 'the program is larger than any server',
          expected: `at most ${inBytes(programBytes)}`,
          fix: 'name the image or the archive of a Nakama server',
        });
      }
      hash.update(chunk);
      yield chunk;
    }
  }
  await saveStream(hashed(), file, { mode: 0o755 });
  return digestFrom(hash, 'sha256:');
}
