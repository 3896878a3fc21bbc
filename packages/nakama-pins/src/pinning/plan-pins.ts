import type { FileChange } from '../edits/file-change';
import { byFile } from '../edits/file-change';
import type { Outcome } from '../findings/outcome';
import { applyGoModEdits, type GoModEdit } from '../go-module/edit/go-mod-edit';
import { addGoSumLines } from '../go-module/edit/go-sum-edit';
import { parseGoMod } from '../go-module/go-mod';
import { parseGoSum } from '../go-module/go-sum-file';
import { setImageTags } from '../images/edit';
import { isProved, linkingOf } from '../linking/linking';
import type { Release } from '../releases/release-model';
import { buildTargets, type FindRelease, judge } from '../verify/judge';
import type { PluginFacts } from '../workspace/facts';
import { under } from '../workspace/folders';
import { planGoMod } from './plan-go-mod';
import { type FetchedSums, planGoSum } from './plan-go-sum';
import { type LeftImage, planImages } from './plan-images';
import { planLibrary } from './plan-library';
import { isImported, wire } from './wire-library';

/** What pinning changes in the committed files, and what remains to be said of them then. */
export interface PinPlan {
  /** Sorted by file; empty if everything is in step. */
  readonly changes: readonly FileChange[];
  /** The facts as they will be. */
  readonly facts: PluginFacts;
  /** Images that stay as they are, and why. */
  readonly left: readonly LeftImage[];
  /** The verdict on the planned files, with proof `declared`. */
  readonly report: Outcome;
  /** The planned text of a file. */
  readonly textOf: (file: string) => string;
}

export interface PinPlanInput {
  readonly facts: PluginFacts;
  readonly release: Release;
  readonly releases: FindRelease;
  /** The text of a file that the facts were read from. */
  readonly textOf: (file: string) => string;
  /** Modules keep their version for which only a requirement speaks: the plugin may use nothing that is shared. */
  readonly leaveUnproved?: boolean;
  /** Hashes that the release does not have. */
  readonly sums?: FetchedSums;
  /** Releases that no module is built for any more: images of deployments that name one move, too. */
  readonly abandoned?: readonly string[];
}

/** A pinned module can bring others in sight (zap at the server's version imports multierr): a few rounds suffice. */
const MAX_ROUNDS = 8;

/** Plans the pins of one plugin from text alone: no Go, no process, nothing written. */
export function planPins(input: PinPlanInput): PinPlan {
  const { facts, release, releases, textOf, leaveUnproved, sums, abandoned } = input;
  const files = new PlannedFiles(textOf);
  let planned = facts;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = pinOnce(planned, files, release, leaveUnproved, sums);
    if (next === planned) break;
    planned = next;
  }
  const { images, left } = planImageTags(planned, files, release, abandoned);
  const settled = { ...planned, images };
  let report: Outcome | undefined;
  return {
    changes: files.changes(),
    facts: settled,
    left,
    // Judging takes as long as planning, and nobody asks for it if all is in step.
    get report() {
      return (report ??= judge(settled, release, releases));
    },
    textOf: (file) => files.get(file),
  };
}

/** The same facts if nothing is to change. */
function pinOnce(
  facts: PluginFacts,
  files: PlannedFiles,
  release: Release,
  leaveUnproved = false,
  sums?: FetchedSums,
): PluginFacts {
  const found = linkingOf(facts, release, buildTargets(facts, release));
  const linking = { ...found, shared: leaveUnproved ? found.shared.filter(isProved) : found.shared };
  let next = facts;
  const wired = facts.goWorkModules.filter((library) => isImported(library, facts));
  const edits = [
    ...wired.flatMap((library) => wire(library, facts)),
    ...planGoMod(facts.goMod, linking, release),
  ];
  if (edits.length > 0) next = { ...next, goMod: editGoMod(facts.goMod.file, files, edits) };
  if (wired.length > 0) {
    const goWorkModules = facts.goWorkModules.filter((library) => !wired.includes(library));
    next = { ...next, goWorkModules, localModules: [...facts.localModules, ...wired] };
  }
  const localModules = next.localModules.map((library) => {
    const lowered = library.goMod ? planLibrary(library.goMod, linking) : [];
    return library.goMod && lowered.length > 0
      ? { ...library, goMod: editGoMod(library.goMod.file, files, lowered) }
      : library;
  });
  if (localModules.some((library, i) => library !== next.localModules[i])) next = { ...next, localModules };
  const lines = planGoSum(next.goMod, facts.goSum, release, sums);
  if (lines.length > 0) {
    const file = under(facts.dir, 'go.sum');
    files.set(
      file,
      addGoSumLines(facts.goSum ? files.get(file) : '', lines, file),
      facts.goSum !== undefined,
    );
    next = { ...next, goSum: parseGoSum(files.get(file), file) };
  }
  return next;
}

function editGoMod(file: string, files: PlannedFiles, edits: readonly GoModEdit[]): PluginFacts['goMod'] {
  files.set(file, applyGoModEdits(files.get(file), file, edits));
  return parseGoMod(files.get(file), file);
}

function planImageTags(
  facts: PluginFacts,
  files: PlannedFiles,
  release: Release,
  abandoned: readonly string[] | undefined,
): Pick<PluginFacts, 'images'> & Pick<PinPlan, 'left'> {
  const { edits, left } = planImages(facts.images, release, abandoned);
  for (const file of new Set(edits.flatMap(({ image }) => image.tagLocation?.file ?? []))) {
    files.set(file, setImageTags(files.get(file), file, edits));
  }
  const tags = new Map(edits.map(({ image, tag }) => [image, tag]));
  return { images: facts.images.map((image) => ({ ...image, tag: tags.get(image) ?? image.tag })), left };
}

/** Texts of files as planned so far. */
class PlannedFiles {
  private readonly planned = new Map<string, FileChange>();

  constructor(private readonly textOf: (file: string) => string) {}

  get(file: string): string {
    return this.planned.get(file)?.after ?? this.textOf(file);
  }

  set(file: string, after: string, exists = true): void {
    const before = this.planned.has(file)
      ? this.planned.get(file)?.before
      : exists
        ? this.textOf(file)
        : undefined;
    this.planned.set(file, { file, before, after });
  }

  changes(): FileChange[] {
    const changed = [...this.planned.values()].filter((change) => change.after !== change.before);
    return changed.sort(byFile);
  }
}
