/** Options of the `use-library` generator; `schema.json` says the same to Nx. */
export interface UseLibraryOptions {
  /** The plugin: its project, folder or module path. */
  readonly plugin: string;
  /** Libraries of the workspace, comma-separated: project names, folders or module paths. */
  readonly libraries: string;
  readonly skipFormat?: boolean;
}
