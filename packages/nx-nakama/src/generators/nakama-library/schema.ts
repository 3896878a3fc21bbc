import type { NewModuleOptions } from '../../new-module/plan-module';

/** Options of the `nakama-library` generator; `schema.json` says the same to Nx. */
export interface NakamaLibraryGeneratorOptions extends NewModuleOptions {
  readonly skipFormat?: boolean;
}
