/** Why something could not be downloaded. */
export type DownloadFailure =
  /** The server does not have it (404, 410); another one may. */
  | 'not-found'
  /** The server refused (403, 500, …). */
  | 'refused'
  /** No server could be reached. */
  | 'offline'
  /** Nothing came for long, or it took too long as a whole. */
  | 'too-long'
  /** The download ended too early. */
  | 'truncated'
  /** The download is not what it has to be. */
  | 'damaged'
  /** Settings forbid the download: GOPROXY=off, GOSUMDB=off. */
  | 'disabled';

/** Something could not be downloaded. The message is one sentence without a full stop. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';

  constructor(
    readonly failure: DownloadFailure,
    message: string,
    /** The setting or command that fixes it. */
    readonly fix: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
