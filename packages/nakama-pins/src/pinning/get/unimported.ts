import { replaceFor } from '../../go-module/build-list';
import { parseGoMod } from '../../go-module/go-mod';
import { buildTargets } from '../../verify/judge';
import { benchFor } from '../settled-files';
import type { Addition } from './adding';
import { moduleSource } from './module-source';
import { ownImportsOf, packagesOfModule } from './packages-to-prove';
import type { Trying } from './try-version';

/**
 * The dependencies that go.mod requires and nothing imports yet, as an earlier `get` left them: tidying drops them.
 *
 * @param except modules that are asked for now
 */
export async function unimported(trying: Trying, except: readonly string[]): Promise<Addition[]> {
  const { input, toolchain, prover } = trying;
  const { facts, release } = input;
  const candidates = facts.goMod.require.filter(
    ({ path, version, indirect }) =>
      !indirect &&
      !except.includes(path) &&
      !replaceFor(facts.goMod, path, version) &&
      ownImportsOf(path, facts).length === 0,
  );
  if (candidates.length === 0) return [];
  // What tests alone import is imported, too: go knows that.
  const left = await requiredOnceTidy(trying);
  const targets = buildTargets(facts, release);
  const found = candidates
    .filter(({ path }) => !left.has(path))
    .map(async ({ path: module, version }): Promise<Addition[]> => {
      const source = await moduleSource(module, version, (cwd, args) => prover.run(toolchain, cwd, args));
      const packages = 'why' in source ? [] : packagesOfModule(module, source.folder, targets);
      return packages.length > 0 ? [{ module, version, packages }] : [];
    });
  return (await Promise.all(found)).flat();
}

/** The modules that go.mod requires after tidying; all that it requires today if go would not tidy it. */
async function requiredOnceTidy({ input, toolchain, prover, reader }: Trying): Promise<ReadonlySet<string>> {
  const { facts, textOf } = input;
  const bench = benchFor(input, toolchain, prover, reader);
  try {
    bench.write({ goMod: textOf(facts.goMod.file), goSum: facts.goSum ? textOf(facts.goSum.file) : '' });
    const { code } = await bench.tidy();
    const { require } = code === 0 ? parseGoMod(bench.read().goMod, facts.goMod.file) : facts.goMod;
    return new Set(require.map(({ path }) => path));
  } finally {
    bench.remove();
  }
}
