import type { ModuleReport } from '../findings/finding';
import { openCatalog } from '../releases/catalog';
import { PluginReader } from '../workspace/read-plugin';
import { Prover, type ProverOptions } from './prover';
import type { VerifierOptions, VerifyModuleOptions } from './types';
import { createVerifier } from './verifier';

export type CompiledVerifierOptions = VerifierOptions & ProverOptions;

/** Judges plugin modules with proof `compiled`. */
export interface CompiledVerifier {
  /**
   * @param dir module folder, relative to the root, with `/` separators
   * @throws InputError where a file can't be read as what it claims to be; the signal's reason where it was aborted
   */
  verify(dir: string, options?: VerifyModuleOptions): Promise<ModuleReport>;
}

/**
 * Compiles plugins with the release's exact Go and compares every package with the server's, besides the checks of
 * proof `declared` that compiling does not settle. Nothing is linked, and no file of the plugin is changed.
 *
 * @throws InputError where `release` is not known
 */
export function createCompiledVerifier(options: CompiledVerifierOptions): CompiledVerifier {
  const { root } = options;
  const declaring = createVerifier(options);
  const catalog = openCatalog({ workspaceDir: root });
  const reader = new PluginReader(root);
  const prover = new Prover(options);

  return {
    async verify(dir, moduleOptions) {
      const declared = declaring.verify(dir, moduleOptions);
      // `unknown-release` has said so.
      if (declared.release === '') return declared;
      const facts = reader.read(dir);
      // `init-module` has said so: there is nothing to compile.
      if (facts.startPackages.length === 0) return declared;
      const subject = { dir: reader.folders.absolute(dir) };
      return (await prover.prove(facts, declared, catalog.load(declared.release), subject)).report;
    },
  };
}
