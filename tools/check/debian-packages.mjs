// Installs the Debian packages that the tests for arm64, musl, registries and inputs need, if that is possible: as root, with apt-get.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run } from './processes.mjs';

/** Package -> a file of it. */
const PACKAGES = {
  'docker-registry': '/usr/bin/docker-registry',
  'gcc-aarch64-linux-gnu': '/usr/bin/aarch64-linux-gnu-gcc',
  // qemu runs programs with its libraries.
  'libc6-dev-arm64-cross': '/usr/aarch64-linux-gnu/include/features.h',
  'musl-tools': '/usr/bin/musl-gcc',
  openssl: '/usr/bin/openssl',
  'qemu-user-static': '/usr/bin/qemu-aarch64-static',
  skopeo: '/usr/bin/skopeo',
  // Traces which files tasks open.
  strace: '/usr/bin/strace',
  umoci: '/usr/bin/umoci',
};

/** Why nothing is installed here; undefined if something must be. */
export function noPackagesNeeded() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'not on linux/amd64';
  if (missing().length === 0) return 'all are there';
  if (process.getuid() !== 0) return `not root: apt-get install ${missing().join(' ')}`;
  return spawnSync('apt-get', ['--version']).status === 0 ? undefined : 'no apt-get';
}

/** Resolves to apt-get's exit code. */
export async function installPackages() {
  const quiet = ['-o', 'Dpkg::Use-Pty=0', '-qq'];
  const updated = await run('apt-get', [...quiet, 'update']);
  return updated || run('apt-get', [...quiet, 'install', '--yes', '--no-install-recommends', ...missing()]);
}

function missing() {
  return Object.keys(PACKAGES).filter((name) => !existsSync(PACKAGES[name]));
}
