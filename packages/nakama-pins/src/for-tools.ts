/** What programs of this repository need besides the doors. It is no door, and is not published. */
export { packageFiles } from './go-module/package-files';
export { compareVersions } from './go-module/module-version';
export { goSettings } from './module-proxy/go-settings';
export { createWeb } from './module-proxy/web';
export { fetchServerPrograms } from './registry/fetch-server-programs';
export { packFiles } from './releases/published-files';
export { openChecksumDatabase } from './sumdb/checksum-database';
export { sumdbCache } from './sumdb/sumdb-cache';
export { toolchainName } from './toolchain/go-environment';
export { toolchainModule } from './toolchain/toolchain-module';
export { downloadImports } from './verify/download-imports';
