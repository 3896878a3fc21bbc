import type { Outcome } from '../findings/outcome';
import type { FoundModule } from '../verify/find-modules';
import { Meeting } from '../verify/meeting';
import type { ModuleOpener, OpenModule, OpenOptions, UnreleasedModule } from '../verify/open-module';
import type { Proved, Prover } from '../verify/prover';
import { type CompiledProofs, verifyDeclared } from '../verify/verify-module';
import type { Demands } from '../workspace/rivals';

/** Opens modules of one run. */
export type Opening = (dir: string) => OpenModule | UnreleasedModule;

/**
 * Opens the modules of a run.
 *
 * @returns throws InputError if a file can't be read; the signal's reason if it was aborted
 */
export function opening(
  opener: ModuleOpener,
  found: readonly FoundModule[],
  { signal, ...options }: { readonly signal?: AbortSignal } & Pick<OpenOptions, 'tags' | 'isToCompile'>,
): Opening {
  const known = new Map(found.map((module) => [module.dir, module]));
  return (dir) => {
    signal?.throwIfAborted();
    return opener.open(dir, { ...known.get(dir), ...options });
  };
}

/** The same, each module once: also if others ask what it brings. What was opened is held in memory. */
export function once(open: Opening): Opening {
  const opened = new Map<string, OpenModule | UnreleasedModule>();
  return (dir) => {
    const module = opened.get(dir) ?? open(dir);
    opened.set(dir, module);
    return module;
  };
}

/**
 * Judges again, together with the others, the modules that may not meet them. Few do, and only they are opened twice, so
 * that a run over a thousand modules holds none of them in memory.
 *
 * @param noted what each judged module asks for
 * @param rivals folders of modules outside the run
 */
export function judgeTogether(
  outcomes: readonly Outcome[],
  noted: ReadonlyMap<string, readonly Demands[]>,
  rivals: readonly string[],
  options: { readonly open: Opening; readonly serverOf: (dir: string) => string },
): readonly Outcome[] {
  const open = once(options.open);
  const meeting = new Meeting([...noted.keys(), ...rivals], { ...options, open, noted });
  const meeters = meeting.withRivals();
  return outcomes.map((outcome) => {
    if (!meeters.has(outcome.dir)) return outcome;
    const module = open(outcome.dir);
    return module.unreleased ? outcome : verifyDeclared(module, meeting.companyOf(module));
  });
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
