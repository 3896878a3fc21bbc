import type { UnplacedDraft } from '../../findings/finding';
import { compareGlibc } from '../../releases/glibc';
import type { Artifact } from '../artifact';
import type { Server } from '../server';

/** What glibc and gcc bring, and the server's Debian images have. */
const BASE_LIBRARIES: ReadonlySet<string> = new Set([
  'ld-linux-aarch64.so.1',
  'ld-linux-x86-64.so.2',
  'libc.so.6',
  'libdl.so.2',
  'libgcc_s.so.1',
  'libm.so.6',
  'libpthread.so.0',
  'libresolv.so.2',
  'librt.so.1',
  'libstdc++.so.6',
  'libutil.so.1',
]);

/** Names of musl's C library. */
const MUSL = /^(?:libc\.so|libc\.musl-.*|ld-musl-.*)$/;

/** C libraries that the server's process or image does not have. */
export function libraries({ needed, glibc }: Artifact, server: Server): UnplacedDraft[] {
  const drafts: UnplacedDraft[] = [];
  const { release } = server;
  const musl = needed.find((name) => MUSL.test(name));
  if (musl !== undefined)
    drafts.push({ id: 'artifact-libc', severity: 'error', data: { kind: 'musl', library: musl } });
  if (glibc !== undefined && server.glibc && compareGlibc(glibc, server.glibc.version) > 0) {
    const { version: available, of } = server.glibc;
    const data = { kind: 'glibc', needed: glibc, available, zigTarget: zigTarget(server) } as const;
    const image = { release: release.version, base: release.serverImageBase };
    drafts.push(
      of === 'image'
        ? { id: 'artifact-libc', severity: 'error', data: { ...data, image } }
        : { id: 'artifact-libc', severity: 'undecided', data },
    );
  }
  const unknown = needed.filter((name) => !BASE_LIBRARIES.has(name) && !MUSL.test(name));
  if (unknown.length > 0) {
    drafts.push({
      id: 'artifact-libc',
      severity: 'undecided',
      data: { kind: 'unknown', libraries: unknown, release: release.version },
    });
  }
  return drafts;
}

function zigTarget({ platforms }: Server): string {
  return `${platforms[0] === 'linux/arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
}
