import type { Artifact } from './artifact';
import { readBuildInfo } from './build-info';
import { type ByteSource, withByteSource } from './byte-source';
import { readElf } from './elf';
import { DT, type Dynamic, readDynamic } from './elf-dynamic';
import { loadingProblem } from './elf-loading';
import { countSymbols } from './elf-symbols';
import { goLoadingProblem } from './go-loading';
import { type GoSymbols, readGoSymbols } from './go-symbols';
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
  const isProgram = elf.type !== 'DYN' || elf.hasInterpreter || isPie(dynamic);
  const { fingerprints, plugin, lastModule }: GoSymbols = dynamic
    ? readGoSymbols(elf, dynamic, symbolCount, buildInfo, isProgram)
    : { fingerprints: new Map<string, string>() };
  const damage =
    dynamic &&
    (loadingProblem(elf, dynamic, symbolCount, isProgram) ??
      (plugin && goLoadingProblem(elf, dynamic, lastModule)));
  const glibc = neededGlibc(dynamic?.versions.needs ?? []);
  return {
    file: source.file,
    size: source.size,
    type: elf.type,
    arch: elf.arch,
    isProgram,
    needed: dynamic?.needed ?? [],
    ...(dynamic?.soname !== undefined && { soname: dynamic.soname }),
    ...(dynamic?.runpath !== undefined && { runpath: dynamic.runpath }),
    versionNeeds: dynamic?.versions.needs ?? [],
    ...(glibc !== undefined && { glibc }),
    symbolCount,
    ...(buildInfo && { buildInfo }),
    fingerprints,
    ...(plugin && { plugin }),
    ...(damage && { damage }),
  };
}

const DF_1_PIE = 0x08000000;

/** A program that needs no interpreter names none. */
function isPie(dynamic: Dynamic | undefined): boolean {
  return ((dynamic?.values.get(DT.flags1)?.low ?? 0) & DF_1_PIE) !== 0;
}
