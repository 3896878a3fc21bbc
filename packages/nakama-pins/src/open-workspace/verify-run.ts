import type { FoundModule } from '../verify/find-modules';
import type { ModuleOpener, OpenModule, UnreleasedModule } from '../verify/open-module';
import type { Proved, Prover } from '../verify/prover';
import type { CompiledProofs } from '../verify/verify-module';

/** Opens modules of one run. */
export type Opening = (dir: string) => OpenModule | UnreleasedModule;

/**
 * Opens each module once in a run, also if others ask what it brings.
 *
 * @returns throws InputError if a file can't be read; the signal's reason if it was aborted
 */
export function opening(
  opener: ModuleOpener,
  found: readonly FoundModule[],
  { signal, tags }: { readonly signal?: AbortSignal; readonly tags?: readonly string[] },
): Opening {
  const known = new Map(found.map((module) => [module.dir, module]));
  const opened = new Map<string, OpenModule | UnreleasedModule>();
  return (dir) => {
    signal?.throwIfAborted();
    const module = opened.get(dir) ?? opener.open(dir, { ...known.get(dir), tags });
    opened.set(dir, module);
    return module;
  };
}

/** Compiles each module of a run once, also if others are compared with it. */
export function compiledProofs(prover: Prover, open: Opening): CompiledProofs {
  const proofs = new Map<string, Promise<Proved>>();
  return {
    open: (dir) => {
      const module = open(dir);
      return module.unreleased ? undefined : module;
    },
    prove: ({ facts, release, folder }, declared) => {
      const known = proofs.get(facts.dir) ?? prover.prove(facts, declared, release, { dir: folder });
      proofs.set(facts.dir, known);
      return known;
    },
  };
}
