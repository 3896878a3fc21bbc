import { InputError, type Problem } from '../input/problem';

/** Why an image or an archive gave no program. */
export type ImageFault =
  /** There is no such image, tag or file. */
  | 'not-found'
  /** The registry wants a login, or does not take the one it got. */
  | 'unauthorized'
  /** The registry refused (403, 429, 500, …). */
  | 'refused'
  /** No server could be reached. */
  | 'offline'
  /** The server was silent, or the whole took too long. */
  | 'timeout'
  /** What came is not what it has to be: cut, changed, or no JSON. */
  | 'damaged'
  /** This computer could not keep it: the disk is full. */
  | 'disk'
  /** Larger than its limit. */
  | 'too-large'
  /** A form that is not read: schema 1, an encrypted layer. */
  | 'unsupported'
  /** The image has no server's program where it says, or none for the platform. */
  | 'no-program';

/** An image, or an archive, could not be read. */
export class ImageError extends InputError {
  constructor(
    readonly fault: ImageFault,
    readonly problem: Problem,
    options: { readonly cause?: unknown } = {},
  ) {
    super([problem]);
    if (options.cause !== undefined) this.cause = options.cause;
  }
}

/** Of the disk, not of the network. */
const DISK: Readonly<Record<string, string>> = {
  EACCES: 'there is no permission to write',
  EDQUOT: 'the disk is full for this user',
  EFBIG: 'the disk takes no file so large',
  EIO: 'the disk fails',
  ENOSPC: 'the disk is full',
  EPERM: 'there is no permission to write',
  EROFS: 'the disk is read-only',
};

/** Whether an error is one of this computer's disk. */
export function isOfDisk(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code !== undefined && Object.hasOwn(DISK, code);
}

/** An error of the disk in words; any other as it is. */
export function diskExplained(error: unknown, name: string): unknown {
  if (error instanceof InputError || !isOfDisk(error)) return error;
  const { code = '', path } = error as NodeJS.ErrnoException;
  const message = `what is fetched can't be kept: ${DISK[code]}${path === undefined ? '' : ` (${path})`}`;
  const fix = 'free some space there, or set NAKAMA_PINS_CACHE and TMPDIR to folders elsewhere';
  return new ImageError('disk', { file: name, message, fix }, { cause: error });
}

/** What a foreign machine says, fit for a line: no control characters, and short. */
export function quoted(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what a line must not have
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').slice(0, 200);
}
