import type { NewModuleOptions } from '../../new-module/plan-module';

/** Options of the `nakama-plugin` generator; `schema.json` says the same to Nx. */
export interface NakamaPluginGeneratorOptions extends NewModuleOptions {
  /** Libraries of the workspace, comma-separated: project names, folders or module paths. */
  readonly imports?: string;
  readonly skipFormat?: boolean;
}
