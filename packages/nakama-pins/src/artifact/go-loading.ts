import type { Problem } from '../input/problem';
import { damaged, type DamageDetail } from './artifact-error';
import type { Elf } from './elf';
import { DT, type Dynamic } from './elf-dynamic';
import { fieldOf, FIELDS, hex, PF_W, PT_GNU_RELRO } from './elf-segment';

const DF_SYMBOLIC = 2;
const POINTER = 8;

/**
 * What Go asks of a plugin that the loader takes: its constructor tells the server's runtime of it, before plugin.Open
 * looks (runtime.addmoduledata).
 *
 * @param lastModule where its runtime notes the last module
 */
export function goLoadingProblem(
  { source, memory, segments }: Elf,
  { values }: Dynamic,
  lastModule: number | undefined,
): Problem | undefined {
  const fault = (place: number | undefined, what: string, detail: DamageDetail): Problem =>
    damaged(source.file, place, what, detail).problem;
  if (!values.has(DT.initArray)) {
    return fault(undefined, 'the dynamic section has no DT_INIT_ARRAY', {
      why: "Go's runtime would not learn of the plugin",
    });
  }
  const flags = values.get(DT.flags);
  const symbolic = values.get(DT.symbolic) ?? ((flags?.low ?? 0) & DF_SYMBOLIC ? flags : undefined);
  if (symbolic) {
    return fault(symbolic.place, 'the plugin binds to itself (DT_SYMBOLIC, or DF_SYMBOLIC in DT_FLAGS)', {
      found: hex(symbolic.value),
      why: 'it would tell its own runtime of itself, and not that of the server',
    });
  }
  if (lastModule === undefined || memory.allows(lastModule, POINTER, PF_W)) return undefined;
  const relro = segments.filter(({ type }) => type === PT_GNU_RELRO).at(-1);
  return fault(relro && relro.place + FIELDS.memorySize, "Go's list of modules can't be written", {
    ...(relro && { found: `${fieldOf('p_memsz', relro)} ${hex(relro.memorySize)}` }),
    why: 'the constructor of the plugin writes there',
  });
}
