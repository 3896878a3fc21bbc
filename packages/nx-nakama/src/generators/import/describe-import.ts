import type { Outcome } from 'nakama-pins';
import type { SurveyedModule } from 'nakama-pins/scaffold';
import type { PlannedProject } from './projects';

/** What there is, for people: a line for each module, and below it what lies around it and what it lacks. */
export function describeImport(
  modules: readonly SurveyedModule[],
  projects: readonly PlannedProject[],
  outcomes: ReadonlyMap<string, Outcome>,
): string[] {
  const project = new Map(projects.map((one) => [one.dir, one]));
  return [
    `${counted(modules, 'plugin', 'plugins')}, ${counted(modules, 'library', 'libraries')}:`,
    ...modules.flatMap((module) => [
      `${module.dir}: ${module.kind} ${module.path}, as project ${project.get(module.dir)?.name ?? ''}`,
      ...details(module, project.get(module.dir), outcomes.get(module.dir)).map((line) => `  ${line}`),
    ]),
    '',
    'No file of a module changes. What they lack: npx nx run-many -t verify-pins; to fix it: npx nx run-many -t pin',
    '',
  ];
}

function details(
  { named, isVendored, goWork, images, buildCommands }: SurveyedModule,
  project: PlannedProject | undefined,
  outcome: Outcome | undefined,
): string[] {
  return [
    named ? `Nakama ${named.release} by ${named.by}` : 'nothing names its Nakama release',
    ...(isVendored ? ['vendor/ is used'] : []),
    ...(goWork === undefined ? [] : [`${goWork} uses it`]),
    ...(images.length > 0 ? [`images: ${images.join(', ')}`] : []),
    ...(buildCommands.length > 0 ? [`built by ${buildCommands.join(', ')}`] : []),
    ...(project?.takenBy === undefined
      ? []
      : [`the project of ${project.takenBy} has the name of its folder: project.json gives it another`]),
    ...(outcome ? [lacks(outcome)] : []),
  ];
}

function lacks({ verdict, findings, problems }: Outcome): string {
  // Of a module that fails, what makes it fail.
  const telling = verdict === 'fails' ? findings.filter(({ severity }) => severity === 'error') : findings;
  const ids = [...new Set(telling.map(({ id }) => id))];
  const what = [...ids, ...(problems.length > 0 ? ["it can't be read whole"] : [])];
  return verdict === 'loads' && what.length === 0
    ? 'it loads'
    : `${VERDICTS[verdict]}${what.length > 0 ? `: ${what.join(', ')}` : ''}`;
}

const VERDICTS = {
  loads: 'it loads, with warnings',
  fails: 'it fails',
  unknown: 'whether it loads is unknown',
} as const;

function counted(modules: readonly SurveyedModule[], kind: SurveyedModule['kind'], many: string): string {
  const count = modules.filter((module) => module.kind === kind).length;
  return `${count} ${count === 1 ? kind : many}`;
}
