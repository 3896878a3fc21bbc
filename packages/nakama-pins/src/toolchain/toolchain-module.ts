import { packageJson } from '../input/package-dir';
import { TOOLCHAIN_MODULE } from '../module-proxy/module-proxy';
import { toolchainName } from './go-environment';

/** A version of golang.org/toolchain: one Go for one computer. */
export interface ToolchainModule {
  readonly path: string;
  /** `v0.0.1-go1.26.5.linux-amd64` */
  readonly version: string;
}

/**
 * @param version the exact Go: `1.26.5`
 * @param host the platform that it runs on, as Go names it: `linux-amd64`
 */
export function toolchainModule(version: string, host: string): ToolchainModule {
  return { path: TOOLCHAIN_MODULE, version: `v0.0.1-${toolchainName(version)}.${host}` };
}

const GOOS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { win32: 'windows', sunos: 'solaris' };
const GOARCH: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386', arm: 'armv6l' };

/** This computer as Go names it: `linux-amd64`. */
export function hostPlatform(platform = process.platform, arch: string = process.arch): string {
  return `${GOOS[platform] ?? platform}-${GOARCH[arch] ?? arch}`;
}

/** The catalog's hash of a toolchain, `h1:…`; tools/catalog/toolchains.mjs writes it. */
export function pinnedToolchainSum(version: string, host: string): string | undefined {
  const pinned = packageJson<Record<string, Record<string, string>>>(PINNED);
  return pinned[toolchainName(version)]?.[host];
}

const PINNED = 'catalog/toolchains.json';
