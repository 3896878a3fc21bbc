import type { Artifact } from './artifact';
import { readBuildInfo } from './build-info';
import { type ByteSource, withByteSource } from './byte-source';
import { readElf } from './elf';
import { readDynamic } from './elf-dynamic';
import { countSymbols } from './elf-symbols';
import { readGoSymbols } from './go-symbols';
import { neededGlibc } from './needed-glibc';

/**
 * Reads what a plugin (`.so`) or a Nakama server's program says about itself. Only what is asked for is read, so that
 * size costs little; whatever the bytes are, it ends, and within a few megabytes of memory.
 *
 * @param displayPath what messages call the file, with `/` separators
 * @throws InputError if the file can't be opened; ArtifactError if it is not a sound ELF64 file
 */
export function readArtifact(absPath: string, displayPath: string): Artifact {
  return withByteSource(absPath, displayPath, parseArtifact);
}

function parseArtifact(source: ByteSource): Artifact {
  const elf = readElf(source);
  const dynamic = readDynamic(elf);
  const buildInfo = readBuildInfo(elf);
  const symbolCount = dynamic ? countSymbols(elf, dynamic) : 0;
  const isProgram = elf.type !== 'DYN' || elf.hasInterpreter;
  const { fingerprints, plugin } = dynamic
    ? readGoSymbols(elf, dynamic, symbolCount, buildInfo, isProgram)
    : { fingerprints: new Map<string, string>(), plugin: undefined };
  const glibc = neededGlibc(dynamic?.versionNeeds ?? []);
  return {
    file: source.file,
    size: source.size,
    type: elf.type,
    arch: elf.arch,
    isProgram,
    needed: dynamic?.needed ?? [],
    ...(dynamic?.soname !== undefined && { soname: dynamic.soname }),
    ...(dynamic?.runpath !== undefined && { runpath: dynamic.runpath }),
    versionNeeds: dynamic?.versionNeeds ?? [],
    ...(glibc !== undefined && { glibc }),
    symbolCount,
    ...(buildInfo && { buildInfo }),
    fingerprints,
    ...(plugin && { plugin }),
  };
}
