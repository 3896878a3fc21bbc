import { spawnSync } from 'node:child_process';
import { BUILDABLE, BUILDABLE_LINKS, vendor } from '../buildable';
import { Files } from '../staleness/changes';
import { IS_WHOLE, NX_VERSIONS, tasksOf } from '../tables';
import { createPluginWorkspace, openStage, type Stage, type Workspace } from '../workspace';
import { type Commit, COMMITS } from './commits';
import { differing, freshResults, recordResults, type Results, selectedTasks, TARGETS } from './results';

const HAS_GO = spawnSync('go', ['version']).status === 0;
if (!HAS_GO) console.warn('SKIPPED: there is no go on the PATH, no commit was tried');

const TIMEOUT_MS = 20 * 60 * 1000;

const commits = COMMITS.filter(({ isQuick }) => IS_WHOLE || isQuick);
const PLUGINS = IS_WHOLE ? ['arena', 'art', 'duel', 'linked', 'nat', 'own', 'vend'] : ['arena', 'duel'];
const GROUPS = { plugins: PLUGINS };

/** In every run: three projects, with one that is built from another's files. */
const FEW = /^(?!plugins|libs)|^(?:plugins\/(?:arena|duel)|libs)\//;
const files = Object.fromEntries(Object.entries(BUILDABLE).filter(([file]) => IS_WHOLE || FEW.test(file)));

/** What each commit changes, by a fresh run of all tasks before and after it; Nx has no part in it. */
const truth = new Map<string, readonly string[]>();

(HAS_GO ? describe : describe.skip).each(NX_VERSIONS)('nx affected of Nx %s', (version) => {
  let stage: Stage;
  let workspace: Workspace;
  let before: Results = new Map();
  const table: string[] = [];

  beforeAll(async () => {
    stage = await openStage();
    workspace = createPluginWorkspace(stage, version);
    recordResults(workspace);
    workspace.writeAll(files, BUILDABLE_LINKS);
    if (IS_WHOLE) vendor(workspace, 'plugins/vend');
    commit('begin');
    if (truth.size === 0) before = freshResults(workspace);
  }, TIMEOUT_MS);
  afterAll(async () => {
    console.log([`nx affected of Nx ${version}`, ...table].join('\n'));
    await stage?.close();
  });

  function commit(message: string): void {
    workspace.run('.', {}, 'git', 'add', '--all');
    workspace.run('.', {}, 'git', 'commit', '--quiet', '--message', message);
  }

  function differingOf({ what }: Commit): readonly string[] {
    const known = truth.get(what);
    if (known) return known;
    const after = freshResults(workspace);
    const tasks = differing(before, after);
    before = after;
    truth.set(what, tasks);
    return tasks;
  }

  it.each(commits)(
    '$what',
    (made) => {
      made.change(new Files(workspace));
      commit(made.what);
      const selected = selectedTasks(workspace);
      const differs = differingOf(made);
      const extras = selected.filter((task) => !differs.includes(task));
      table.push(rowOf(made, differs, extras));
      expect(differs.filter((task) => !selected.includes(task))).toEqual([]);
      expect(extras).toEqual(expectedExtras(made, differs, version));
    },
    TIMEOUT_MS,
  );
});

/** What Nx may select besides: whole projects before Nx 24. */
function expectedExtras({ extras = [], projects }: Commit, differs: readonly string[], nx: string): string[] {
  const isThere = (task: string): boolean => IS_WHOLE || [...PLUGINS, 'score'].includes(projectOf(task));
  const listed = tasksOf(extras, GROUPS).filter(isThere);
  if (Number.parseInt(nx, 10) >= 24) return listed;
  const whole = new Set([...differs, ...listed].map(projectOf));
  if (projects === 'plugins') for (const project of PLUGINS) whole.add(project);
  const all = [...whole].map((project) => `${project}: ${targetsOf(project)}`);
  return tasksOf(all, {}).filter((task) => !differs.includes(task));
}

function projectOf(task: string): string {
  return task.split(' ')[0] ?? '';
}

/** A library is built into the plugins that use it. */
function targetsOf(project: string): string {
  return TARGETS.filter((target) => target !== 'build' || project !== 'score').join(' ');
}

/** A row of the table: what differs, and what is selected for nothing. */
function rowOf({ what, extras = [] }: Commit, differs: readonly string[], more: readonly string[]): string {
  return [
    `  ${what}`,
    `    differs: ${inShort(differs) || 'nothing'}`,
    ...(more.length === 0 ? [] : [`    selected, too: ${inShort(more)}`]),
    ...extras.flatMap((entry) => /\((.*)\)$/.exec(entry)?.[1] ?? []).map((why) => `      because ${why}`),
  ].join('\n');
}

/** `arena: build test; duel: lint` */
function inShort(tasks: readonly string[]): string {
  const projects = [...new Set(tasks.map(projectOf))];
  const targets = (project: string): string =>
    TARGETS.filter((target) => tasks.includes(`${project} ${target}`)).join(' ');
  return projects.map((project) => `${project}: ${targets(project)}`).join('; ');
}
