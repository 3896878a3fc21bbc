import { hostTarget, isForHost } from './host-target';

describe('this computer', () => {
  it.each([
    ['linux', 'x64', 'linux/amd64'],
    ['linux', 'arm', 'linux/arm'],
    ['darwin', 'arm64', 'darwin/arm64'],
    ['win32', 'x64', 'windows/amd64'],
  ] as const)('%s %s is %s to Go', (platform, arch, target) => {
    expect(hostTarget(platform, arch)).toBe(target);
  });

  it.each([
    ['x86_64-linux-gnu', 'linux', 'x64', true],
    ['x86_64-alpine-linux-musl', 'linux', 'x64', true],
    ['aarch64-linux-gnu', 'linux', 'x64', false],
    ['aarch64-linux-android', 'linux', 'arm64', false],
    ['arm64-apple-darwin24.0.0', 'darwin', 'arm64', true],
    ['x86_64-linux-gnu', 'darwin', 'x64', false],
    ['x86_64-w64-mingw32', 'win32', 'x64', true],
  ] as const)('a C compiler for %s makes programs for %s %s: %s', (machine, platform, arch, expected) => {
    expect(isForHost(machine, platform, arch)).toBe(expected);
  });
});
