import { pluginsConflict } from '../checks/plugins-conflict';
import type { Outcome } from '../findings/outcome';
import { toFinding } from '../findings/to-finding';
import { type Clash, conflictsBetween } from '../linking/conflicts';
import { compiledConflicts } from './compiled-conflicts';
import { buildTargets, judge, moduleOutcome } from './judge';
import type { Company } from './meeting';
import { withNewer } from './newer-releases';
import type { OnlineImports } from './online-imports';
import type { OpenModule } from './open-module';
import type { Proved } from './prover';

/**
 * Judges a module with proof `declared`: the committed files alone, no process.
 *
 * @param company what else its server opens; none by default
 */
export function verifyDeclared(module: OpenModule, company?: Company): Outcome {
  const { facts, release, releases } = module;
  const clashes = company && clashesOf(company);
  return withNewer(judge(facts, release, releases, { linking: company?.linking, clashes }), module);
}

/** What proves modules, each once. */
export interface CompiledProofs {
  /** @throws the signal's reason if it was aborted */
  readonly prove: (module: OpenModule, declared: Outcome) => Promise<Proved>;
  /** Another plugin of the run's server; undefined if it can't be opened. */
  readonly open: (dir: string) => OpenModule | undefined;
}

/** The same, with what GOPROXY says of modules of which nothing else is known. */
export async function verifyOnline(
  module: OpenModule,
  imports: OnlineImports,
  company?: Company,
): Promise<Outcome> {
  const clashes = company && clashesOf(company);
  const { facts, release, releases } = module;
  return withNewer(judge(await imports.complete(facts, release), release, releases, { clashes }), module);
}

/**
 * Judges a module with proof `compiled`: the release's exact Go compiles it, and every package is compared with the
 * server's, besides the checks that compiling does not settle. Nothing is linked, and no file of the module is changed.
 * The plugins that it may conflict with are compiled, too, and compared with it.
 *
 * @throws the signal's reason if it was aborted
 */
export async function verifyCompiled(
  module: OpenModule,
  company: Company | undefined,
  proofs: CompiledProofs,
): Promise<Outcome> {
  const { facts, release, releases } = module;
  const declared = judge(facts, release, releases, { linking: company?.linking });
  // `init-module` has said so: there is nothing to compile.
  if (facts.startPackages.length === 0) return declared;
  const { report, compiled } = await proofs.prove(module, declared);
  if (!company) return withNewer(report, module);
  const clashes: Clash[] = [];
  for (const rival of new Set(clashesOf(company).map(({ dir }) => dir))) {
    const other = proofs.open(rival);
    const theirs = other && (await proofs.prove(other, judge(other.facts, other.release, other.releases)));
    const found = theirs && compiledConflicts(compiled, theirs.compiled, module, other);
    clashes.push(
      ...(found?.map((conflict) => ({ ...conflict, dir: rival })) ??
        clashesOf(company).filter(({ dir }) => dir === rival)),
    );
  }
  if (clashes.length === 0) return report;
  const targets = buildTargets(facts, release);
  const conflicts = Array.from(
    pluginsConflict({ facts, release, releases, linking: company.linking, targets, clashes }),
    (draft) => toFinding({ id: 'plugins-conflict', ...draft }, facts.dir, 'compiled'),
  );
  return moduleOutcome(facts, release, [...report.findings, ...conflicts], 'compiled');
}

/** What keeps a plugin from being opened together with others of its server, by the committed files. */
export function clashesOf({ brought, rivals }: Company): Clash[] {
  return rivals.flatMap(({ dir, brought: theirs }) =>
    conflictsBetween(brought, theirs).map((conflict) => ({ ...conflict, dir })),
  );
}
