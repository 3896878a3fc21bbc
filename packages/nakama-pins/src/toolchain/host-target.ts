import type { Platform } from '../releases/release-model';
import { hostPlatform } from './toolchain-module';

/** What tests are compiled for: this computer as GOOS/GOARCH, `darwin/arm64`. */
export function hostTarget(platform = process.platform, arch: string = process.arch): Platform {
  const [goos = '', goarch = ''] = hostPlatform(platform, arch).split('-');
  // Toolchains are named after the CPU that they need, code is compiled for the architecture.
  return `${goos}/${goarch === 'armv6l' ? 'arm' : goarch}`;
}

const SYSTEMS: Readonly<Partial<Record<NodeJS.Platform, RegExp>>> = {
  linux: /-linux(?!-android)/,
  darwin: /-apple-|-darwin/,
  win32: /-mingw|-windows|-cygwin/,
};

const MACHINES: Readonly<Record<string, RegExp>> = {
  x64: /^(?:x86_64|amd64)-/,
  arm64: /^(?:aarch64|arm64)-/,
};

/**
 * Whether what a C compiler makes runs on this computer.
 *
 * @param machine what the compiler says that it compiles for: `x86_64-linux-gnu`
 */
export function isForHost(
  machine: string,
  platform = process.platform,
  arch: string = process.arch,
): boolean {
  return (SYSTEMS[platform]?.test(machine) ?? true) && (MACHINES[arch]?.test(machine) ?? true);
}
