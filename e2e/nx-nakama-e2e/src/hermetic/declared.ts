import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workspace } from '../workspace';

/** What a task may read and write, as Nx itself selects it. Paths are relative to the workspace root. */
export interface Declared {
  readonly files: ReadonlySet<string>;
  /** Globs of what the tasks that it depends on make, and it reads. */
  readonly depOutputs: readonly string[];
  /** Globs. */
  readonly outputs: readonly string[];
}

/** The project graph is taken once: a file that appears later is hashed by the inputs that stood before. */
const ASK = `
const { readFileSync, writeFileSync } = require('node:fs');
const { createProjectGraphAsync, getOutputsForTargetAndConfiguration } = require('@nx/devkit');
const [what, file, ...targets] = process.argv.slice(2);
async function main() {
  if (what === 'graph') return writeFileSync(file, JSON.stringify(await createProjectGraphAsync()));
  const graph = JSON.parse(readFileSync(file, 'utf8'));
  const { HashPlanInspector } = require('nx/src/hasher/hash-plan-inspector');
  const inspector = new HashPlanInspector(graph);
  await inspector.init();
  const projects = Object.keys(graph.nodes).filter((name) => targets.some((target) => graph.nodes[name].data.targets?.[target]));
  const plans = inspector.inspectHashPlan(projects, targets);
  const declared = Object.entries(plans).map(([id, plan]) => {
    const [project, target, configuration] = id.split(':');
    const outputs = getOutputsForTargetAndConfiguration({ project, target, configuration }, {}, graph.nodes[project]);
    return [project + ':' + target, { plan, outputs }];
  });
  writeFileSync(file + '.answer', JSON.stringify(Object.fromEntries(declared)));
}
main().then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
`;

/** Asks Nx what tasks declare, by the hash plans that it makes of them. */
export class DeclaredFiles {
  private readonly program: string;
  private readonly graph: string;

  constructor(private readonly workspace: Workspace) {
    const folder = join(workspace.root, 'node_modules/.ask');
    mkdirSync(folder, { recursive: true });
    this.program = join(folder, 'ask.cjs');
    this.graph = join(folder, 'graph.json');
    writeFileSync(this.program, ASK);
    this.ask('graph');
  }

  /** By task: `arena:build`. */
  of(targets: readonly string[]): ReadonlyMap<string, Declared> {
    this.ask('inputs', ...targets);
    const answer = JSON.parse(this.workspace.read('node_modules/.ask/graph.json.answer')) as Record<
      string,
      Answer
    >;
    return new Map(
      Object.entries(answer).map(([task, { plan, outputs }]) => [task, { ...partsOf(plan), outputs }]),
    );
  }

  private ask(what: string, ...targets: string[]): void {
    this.workspace.run('.', {}, process.execPath, this.program, what, this.graph, ...targets);
  }
}

interface Answer {
  readonly plan: readonly string[];
  readonly outputs: readonly string[];
}

/** `file:plugins/arena/go.mod`; what other tasks make as `**‌/*.so:dist/plugins/arena/*‌/arena.so`. */
function partsOf(plan: readonly string[]): Omit<Declared, 'outputs'> {
  return {
    files: new Set(plan.flatMap((entry) => /^file:(.*)$/.exec(entry)?.[1] ?? [])),
    depOutputs: plan.flatMap((entry) => /^\*\*\/[^:]*:(.*)$/.exec(entry)?.[1]?.split(',') ?? []),
  };
}
