import type { ModFiles, Workbench } from '../../edits/workbench';
import { applyGoModEdits, type GoModEdit } from '../../go-module/edit/go-mod-edit';
import { parseGoMod } from '../../go-module/go-mod';
import { parseGoSum } from '../../go-module/go-sum-file';
import type { RequireDirective } from '../../go-module/module-files';
import { compareVersions } from '../../go-module/module-version';
import type { Release } from '../../releases/release-model';
import { explainGoFailure } from '../../toolchain/go-failure';
import { under } from '../../workspace/folders';
import { type PinPlan, type PinPlanInput, planPins } from '../plan-pins';
import type { Demand, Held } from './settled';

/** Each round excludes what the last one forced; real graphs are done after two or three. */
const MAX_ROUNDS = 12;

/**
 * Pins, tidies, and excludes the versions above the release's that others demand
 * (https://go.dev/ref/mod#go-mod-file-exclude), until Go changes no pin any more.
 *
 * @param isRefused whether a demand is not to be held off: then it ends there
 */
export async function holdPins(
  input: PinPlanInput,
  bench: Workbench,
  edits: readonly GoModEdit[] = [],
  isRefused: (demand: Demand) => boolean = () => false,
): Promise<Held> {
  const demands = new Map<string, Demand>();
  let files = edit(modFilesOf(input), edits);
  for (let round = 0; ; round++) {
    const plan = planOn(input, files);
    files = plannedFiles(plan, input);
    bench.write(files);
    const tidied = await bench.tidy();
    if (tidied.code !== 0) {
      return { plan, files, demands: [...demands.values()], failure: explainGoFailure(tidied.stderr) };
    }
    files = bench.read();
    const next = planOn(input, files);
    const found = round < MAX_ROUNDS ? await demandsOn(bench, files, next, input.release) : [];
    if (found.length === 0)
      return { plan: next, files: plannedFiles(next, input), demands: [...demands.values()] };
    for (const demand of found) demands.set(`${demand.module}@${demand.version}`, demand);
    if (found.some(isRefused)) {
      const refused = [...demands.values()].filter(isRefused);
      return { plan: next, files: plannedFiles(next, input), demands: [...demands.values()], refused };
    }
    files = edit(
      files,
      found.map(({ module, version }) => ({ kind: 'add-exclude', path: module, version })),
    );
  }
}

/**
 * Every version above a pin that tidying raised and that a requirement leads to. What tidying adds on its own, for a
 * package that the pinned version lacks, is not a demand: without that version it would take the next.
 */
async function demandsOn(
  bench: Workbench,
  files: ModFiles,
  plan: PinPlan,
  release: Release,
): Promise<Demand[]> {
  const tidied = parseGoMod(files.goMod, plan.facts.goMod.file).require;
  // What the server does not link may be raised.
  const isPin = ({ path, version }: RequireDirective): boolean => release.module(path)?.version === version;
  const raised = plan.facts.goMod.require.filter((pin) => isPin(pin) && isRaised(pin, tidied));
  const graph = raised.length > 0 ? await bench.graph() : undefined;
  if (graph === undefined) return [];
  // go.mod lists what was raised, and what direct dependencies require too: a demand begins at neither.
  const isRaisedPath = new Set(raised.map(({ path }) => path));
  const beginnings = tidied.filter(({ path }) => !isRaisedPath.has(path));
  const listed = new Set(beginnings.map(({ path }) => path));
  const direct = new Set(beginnings.filter(({ indirect }) => !indirect).map(({ path }) => path));
  const chainTo = (path: string, version: string): string[] => {
    const chain = graph.chainTo(path, version, (first) => direct.has(first));
    return chain.length > 0 ? chain : graph.chainTo(path, version, (first) => listed.has(first));
  };
  return raised.flatMap(({ path, version: pin }) =>
    graph
      .versions(path)
      .filter((version) => compareVersions(version, pin) > 0)
      .map((version) => ({ module: path, pin, version, chain: chainTo(path, version) }))
      .filter(({ chain }) => chain.length > 0),
  );
}

function isRaised(pin: RequireDirective, tidied: readonly RequireDirective[]): boolean {
  return tidied.some((r) => r.path === pin.path && compareVersions(r.version, pin.version) > 0);
}

/** The same mod files, planned anew by what is known now. */
export function replan(input: PinPlanInput, held: Held): Held {
  const plan = planOn(input, held.files);
  return { ...held, plan, files: plannedFiles(plan, input) };
}

/** Plans on other mod files than those of the workspace. */
function planOn(input: PinPlanInput, { goMod, goSum }: ModFiles): PinPlan {
  const { facts, textOf } = input;
  const goSumFile = under(facts.dir, 'go.sum');
  const texts = new Map([
    [facts.goMod.file, goMod],
    [goSumFile, goSum],
  ]);
  return planPins({
    ...input,
    facts: { ...facts, goMod: parseGoMod(goMod, facts.goMod.file), goSum: parseGoSum(goSum, goSumFile) },
    textOf: (file) => texts.get(file) ?? textOf(file),
  });
}

/** The mod files of the workspace as they are. */
function modFilesOf({ facts, textOf }: PinPlanInput): ModFiles {
  return { goMod: textOf(facts.goMod.file), goSum: facts.goSum ? textOf(facts.goSum.file) : '' };
}

function plannedFiles(plan: PinPlan, { facts }: PinPlanInput): ModFiles {
  return { goMod: plan.textOf(facts.goMod.file), goSum: plan.textOf(under(facts.dir, 'go.sum')) };
}

function edit({ goMod, goSum }: ModFiles, edits: readonly GoModEdit[]): ModFiles {
  return { goMod: applyGoModEdits(goMod, 'go.mod', edits), goSum };
}
