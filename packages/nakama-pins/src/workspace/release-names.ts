import type * as CatalogModule from '../releases/catalog';

/** A release that is written in full, and needs no catalog to be told from others. */
const EXACT = /^\d+\.\d+\.\d+/;

/** What the releases that a workspace names are called in full. */
export class ReleaseNames {
  private catalog: CatalogModule.Catalog | undefined;

  /** @param root the workspace root, absolute: it may hold releases of its own */
  constructor(private readonly root: string) {}

  /**
   * `3.40`, `v3.40.0` and `latest` as `3.40.0`, so that one release has one name. One that the catalog lacks stays as it
   * is written: plugins of another one never meet it.
   *
   * @throws InputError if a file under `nakama-releases/` is not named after a release
   */
  exact(spec: string): string {
    const written = spec.trim().replace(/^v(?=\d)/, '');
    if (EXACT.test(written)) return written;
    if (!this.catalog) {
      // Nx asks for every command, and the catalog takes longer to load than all else that it needs.
      const { openCatalog } = require('../releases/catalog') as typeof CatalogModule;
      this.catalog = openCatalog({ workspaceDir: this.root });
    }
    const resolution = this.catalog.resolve(written);
    return resolution.unknown === undefined ? resolution.release : written;
  }
}
