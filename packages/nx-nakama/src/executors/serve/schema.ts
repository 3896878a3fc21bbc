import type { VerifyStartOptions } from '../verify-start/schema';

/** Options of the `serve` executor; `schema.json` says the same to Nx. */
export interface ServeOptions extends Omit<VerifyStartOptions, 'platforms' | 'catalog'> {
  /** Print the server's log as it is, in JSON. */
  readonly raw?: boolean;
}
