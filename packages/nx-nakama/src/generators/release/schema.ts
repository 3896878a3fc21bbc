/** Options of the `release` generator; `schema.json` says the same to Nx. */
export interface ReleaseGeneratorOptions {
  /** `3.40.0`, `3.40`, `latest`. */
  readonly release: string;
  /** Read a release that the catalog lacks from where it is published into nakama-releases/. */
  readonly add?: boolean;
  /** Where it is read; by default its image, and if that can't be had, its Go module. */
  readonly from?: 'image' | 'module';
  /** The image that it is read from, or a file or folder of the workspace. */
  readonly image?: string;
  /** Registries that are asked without TLS, comma-separated. */
  readonly insecure?: string;
  /** Names or folders, comma-separated; all that have no release of their own unless given. */
  readonly projects?: string;
  readonly skipFormat?: boolean;
}
