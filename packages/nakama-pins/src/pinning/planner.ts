import type { ModuleReport } from '../findings/finding';
import { openCatalog } from '../releases/catalog';
import { chooseRelease, findRelease } from '../verify/choose-release';
import { toFinding, toReport } from '../verify/judge';
import type { VerifierOptions } from '../verify/types';
import { PluginReader } from '../workspace/read-plugin';
import { planPins, type PinPlan, type PinPlanInput } from './plan-pins';
import { planWorkspace, type WorkspacePlan } from './plan-workspace';

/** Plans pins from the committed files: no Go, no process, nothing written. */
export interface Planner {
  /**
   * What pinning changes as far as the committed files tell. Undefined where nothing names a release.
   *
   * @param dir module folder, relative to the root, with `/` separators
   * @throws InputError where a file can't be read as what it claims to be
   */
  plan(dir: string): PinPlan | undefined;
  /**
   * Plans many modules as `plan` does: what they share is read once, and what several change is changed once. A file
   * that can't be read is a problem of its module alone.
   *
   * @param texts files (relative to the root) that have another text than on the disk
   */
  planAll(dirs: readonly string[], texts?: ReadonlyMap<string, string>): WorkspacePlan;
}

/** Reads what a plan is made from; a report that says why where nothing names a release. */
export type ReadPlanInput = (dir: string, reader: PluginReader) => PinPlanInput | ModuleReport;

/** @throws InputError where `release` is not known */
export function planInputs({ root, release: override }: VerifierOptions): ReadPlanInput {
  const catalog = openCatalog({ workspaceDir: root });
  const forced = override === undefined ? undefined : catalog.get(override);
  const releases = findRelease(catalog);
  return (dir, reader) => {
    const facts = reader.read(dir);
    const choice = chooseRelease(facts, forced, reader.settingsOf(dir).release, catalog);
    if (choice.release === undefined) {
      return toReport(facts, '', [toFinding('unknown-release', dir, 'declared', choice.unknown)]);
    }
    const textOf = (file: string): string => reader.folders.text(file, Infinity);
    return { facts, release: choice.release, releases, textOf };
  };
}

/** @throws InputError where `release` is not known */
export function createPlanner(options: VerifierOptions): Planner {
  const inputFor = planInputs(options);
  const readable = (dir: string, reader: PluginReader): PinPlanInput | undefined => {
    const input = inputFor(dir, reader);
    return 'facts' in input ? input : undefined;
  };
  return {
    plan(dir) {
      const input = readable(dir, new PluginReader(options.root));
      return input && planPins(input);
    },
    planAll(dirs, texts = new Map()) {
      const reader = new PluginReader(options.root);
      for (const [file, text] of texts) reader.plan(file, text);
      return planWorkspace(dirs, (dir) => readable(dir, reader), reader);
    },
  };
}
