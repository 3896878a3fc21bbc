export { type Catalog, type CatalogOptions, openCatalog } from './catalog';
export { diffReleases, type ReleaseDiff } from './diff';
export { type FoundInRelease, type FoundInReleases, findInRelease, findInReleases } from './find';
export { type ReleaseFile, type ReleaseFileModule, toReleaseFile } from './release-file';
export { type Resolution } from './resolve';
export type { Platform, Release, ReleaseModule, ReleaseSummary } from './types';
export { WORKSPACE_RELEASES_DIR } from './workspace-releases';
