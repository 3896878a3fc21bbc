import type { FileChange } from '../edits/file-change';
import { byFile } from '../edits/file-change';
import type { Outcome } from '../findings/outcome';
import { type Problem, problemsOf } from '../input/problem';
import { shellWord } from '../input/shell-word';
import { refuseOutside } from '../workspace/borders';
import type { PluginReader } from '../workspace/read-plugin';
import { planByText } from './plan-by-text';
import type { PinPlanInput } from './plan-pins';

/** What pinning changes in one module of a workspace, the modules before it being in step. */
export interface ModulePlan {
  /** Relative to the root. */
  readonly dir: string;
  /** Undefined if nothing names a release, or a file can't be read. */
  readonly plan?: {
    /** Sorted by file; empty if everything is in step. */
    readonly changes: readonly FileChange[];
    /** The verdict on the planned files, with proof `declared`. */
    readonly report: Outcome;
    /** It is left as it is: its pins need another vendor/, which only Go makes. */
    readonly needsVendoring: boolean;
  };
  /** What kept the module from being planned. */
  readonly problems: readonly Problem[];
}

/** What pinning changes in a workspace as far as the committed files tell. */
export interface WorkspacePlan {
  /** In the order of planning: libraries first, plugins use them. */
  readonly modules: readonly ModulePlan[];
  /** Each file once, with all that the modules change in it; sorted by file. */
  readonly changes: readonly FileChange[];
}

/** Plans modules one after the other, each on the files as those before it leave them. */
export function planWorkspace(
  dirs: readonly string[],
  inputFor: (dir: string) => PinPlanInput | undefined,
  reader: PluginReader,
): WorkspacePlan {
  const changes = new Map<string, FileChange>();
  const planModule = ({ dir, input, problems }: ModuleInput): ModulePlan => {
    if (!input) return { dir, problems };
    try {
      // Another module may have changed what both read: only then is it read again.
      const current = changes.size > 0 ? inputFor(dir) : input;
      const plan = current && planByText(current);
      const files = (plan?.changes ?? []).map(({ file }) => file);
      refuseOutside(files, reader.folders, `pin ${shellWord(dir)}`);
      for (const change of plan?.changes ?? []) {
        reader.plan(change.file, change.after ?? '');
        changes.set(change.file, { ...change, before: (changes.get(change.file) ?? change).before });
      }
      return { dir, plan, problems };
    } catch (error) {
      return { dir, problems: problemsOf(error) };
    }
  };

  const inputs = dirs.map((dir): ModuleInput => {
    try {
      return { dir, input: inputFor(dir), problems: [] };
    } catch (error) {
      return { dir, problems: problemsOf(error) };
    }
  });
  const isLibrary = ({ input }: ModuleInput): boolean => input?.facts.kind === 'library';
  const modules = [...inputs.filter(isLibrary), ...inputs.filter((input) => !isLibrary(input))].map(
    planModule,
  );
  return {
    modules,
    changes: [...changes.values()].filter(({ before, after }) => before !== after).sort(byFile),
  };
}

interface ModuleInput {
  readonly dir: string;
  readonly input?: PinPlanInput;
  readonly problems: readonly Problem[];
}
