import type { PrepareOptions } from '../../workspace-config/prepare-workspace';

/** Options of the `init` generator; `schema.json` says the same to Nx. */
export interface InitOptions extends PrepareOptions {
  readonly skipFormat?: boolean;
}
