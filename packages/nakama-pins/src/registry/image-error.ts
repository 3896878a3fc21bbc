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

/** What a foreign machine says, fit for a line: no control characters, and short. */
export function quoted(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what a line must not have
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').slice(0, 200);
}
