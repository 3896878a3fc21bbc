import { compareGlibc } from '../releases/glibc';
import type { VersionNeed } from './elf-versions';

/** `GLIBC_ABI_DT_RELR` stands for packed relocations, which glibc 2.36 was the first to read. */
const ABI_FLAGS: Readonly<Record<string, string>> = { GLIBC_ABI_DT_RELR: '2.36' };

/** The lowest glibc that has all needed versions; undefined if none is asked for. */
export function neededGlibc(needs: readonly VersionNeed[]): string | undefined {
  return needs
    .flatMap(({ versions }) => versions)
    .flatMap((version) => ABI_FLAGS[version] ?? /^GLIBC_(\d+(?:\.\d+)+)$/.exec(version)?.[1] ?? [])
    .reduce<string | undefined>(
      (highest, version) => (highest === undefined || compareGlibc(version, highest) > 0 ? version : highest),
      undefined,
    );
}
