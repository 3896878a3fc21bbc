/** Why something could not be downloaded. */
export type DownloadFailure =
  /** The server does not have it (404, 410): another one may. */
  | 'not-found'
  /** The server has an answer, and it is no (403, 500, …). */
  | 'refused'
  /** No server was reached. */
  | 'offline'
  /** It ended too early. */
  | 'truncated'
  /** It is not what it has to be. */
  | 'damaged'
  /** Settings forbid it: GOPROXY=off, GOSUMDB=off. */
  | 'disabled';

/** Something could not be downloaded. The message is one sentence without a full stop. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';

  constructor(
    readonly failure: DownloadFailure,
    message: string,
    /** The setting or command that mends it. */
    readonly fix: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
