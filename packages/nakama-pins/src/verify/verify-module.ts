import type { Outcome } from '../findings/outcome';
import { judge } from './judge';
import type { OnlineImports } from './online-imports';
import type { OpenModule } from './open-module';
import type { Prover } from './prover';

/** Judges a module with proof `declared`: the committed files alone, no process. */
export function verifyDeclared({ facts, release, releases }: OpenModule): Outcome {
  return judge(facts, release, releases);
}

/** The same, with what GOPROXY says of modules of which nothing else is known. */
export async function verifyOnline(
  { facts, release, releases }: OpenModule,
  imports: OnlineImports,
): Promise<Outcome> {
  return judge(await imports.complete(facts, release), release, releases);
}

/**
 * Judges a module with proof `compiled`: the release's exact Go compiles it, and every package is compared with the
 * server's, besides the checks that compiling does not settle. Nothing is linked, and no file of the module is changed.
 *
 * @throws the signal's reason if it was aborted
 */
export async function verifyCompiled(module: OpenModule, prover: Prover): Promise<Outcome> {
  const { facts, release, folder } = module;
  const declared = verifyDeclared(module);
  // `init-module` has said so: there is nothing to compile.
  if (facts.startPackages.length === 0) return declared;
  return (await prover.prove(facts, declared, release, { dir: folder })).report;
}
