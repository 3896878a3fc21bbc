import type { Tree } from '@nx/devkit';
import { formatProblems, renderOutcome } from 'nakama-pins';
import type { ModulePlan, WorkspacePlan } from 'nakama-pins/plan';
import { nearestRelease } from 'nakama-pins/scaffold';
import type { NakamaProject } from '../../graph/nakama-projects';
import { changesFrom } from '../../pinning/changes-from';
import { fileTree } from '../../workspace-config/file-tree';

export interface Move {
  readonly tree: Tree;
  readonly release: string;
  readonly moved: readonly NakamaProject[];
  /** Those with a release of their own. */
  readonly stayed: readonly NakamaProject[];
  readonly plan: WorkspacePlan;
}

/** What moving to a release changed in each project, what it could not move and why, and what to run next. */
export function describeMove({ tree, release, moved, stayed, plan }: Move): string[] {
  return [
    ...plan.modules.flatMap(describeModule),
    ...stayed.map((project) => describeStayed(tree, project)),
    ...nextSteps(release, moved, plan),
  ];
}

function describeModule({ dir, plan, problems }: ModulePlan): string[] {
  if (!plan) return [`✘ ${dir} can't be moved:`, `  ${formatProblems(problems).replaceAll('\n', '\n  ')}`];
  const changes = plan.changes.flatMap((change) => changesFrom(dir, change)).map((what) => `    ${what}`);
  return [
    renderOutcome(plan.report, { color: false }),
    ...(changes.length > 0 ? ['  changed:', ...changes] : ['  nothing to change']),
    ...(plan.needsVendoring
      ? [`  left: its pins need another vendor/, which only Go makes: npx nakama-pins pin ${dir}`]
      : []),
  ];
}

function describeStayed(tree: Tree, { dir }: NakamaProject): string {
  const own = nearestRelease(fileTree(tree), dir);
  return own
    ? `- ${dir} stays: ${own.file} names ${own.spec}`
    : `- ${dir} stays: no nakama.json names a release for it`;
}

function nextSteps(release: string, moved: readonly NakamaProject[], { modules }: WorkspacePlan): string[] {
  if (moved.length === 0) return [`No plugin or library takes its release from nakama.json.`];
  const stuck = modules.filter(({ plan }) => plan?.report.verdict !== 'loads').length;
  const loads = `${modules.length - stuck} of ${modules.length} load on Nakama ${release} as far as the committed files tell.`;
  return [
    '',
    stuck === 0 ? loads : `${loads} What is left is named above, each with its fix.`,
    `Next, where Go is at hand: npx nx run-many -t pin -p ${moved.map(({ name }) => name).join(',')}`,
    'It tidies, compiles and compares with the server, and says what cannot be pinned.',
  ];
}
