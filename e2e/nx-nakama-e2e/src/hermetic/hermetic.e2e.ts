import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { BUILDABLE, BUILDABLE_LINKS, BUILDABLE_OF_IMAGES, vendor } from '../buildable';
import { IS_WHOLE, NX_VERSIONS } from '../tables';
import { createPluginWorkspace, openStage, type Stage, type Workspace } from '../workspace';
import type { Beyond } from './beyond';
import { judgeWorks } from './judge-works';
import { markExecutors, type Work, worksOf } from './marked-executors';
import { readTrace, straceArguments, untraceable } from './strace';

const HAS_GO = spawnSync('go', ['version']).status === 0;
const obstacle = HAS_GO ? untraceable() : 'there is no go on the PATH';
if (obstacle !== undefined) console.warn(`SKIPPED: ${obstacle}; no task was traced`);

const TIMEOUT_MS = 20 * 60 * 1000;
const WITHOUT_SERVER = ['verify-pins', 'build', 'test', 'lint'];
const TARGETS = [...WITHOUT_SERVER, 'verify-load', 'verify-load-together'];

/** In every run: C code with a header elsewhere, a library, another project inside; `STALENESS=all` has all modules. */
const FEW = /^(?!plugins)|^plugins\/(?:arena|nat)\//;
const files = Object.fromEntries(Object.entries(BUILDABLE).filter(([file]) => IS_WHOLE || FEW.test(file)));

/** A test that writes. */
const PROFILED = {
  'plugins/arena/project.json':
    '{ "targets": { "test": { "options": { "coverProfile": "coverage/arena.out" } } } }\n',
};

const describeTraced = obstacle === undefined ? describe : describe.skip;

describeTraced.each(NX_VERSIONS)('the tasks of Nx %s', (version) => {
  let stage: Stage;
  let workspace: Workspace;
  const table: string[] = [];

  beforeAll(async () => {
    stage = await openStage();
    workspace = createPluginWorkspace(stage, version);
    markExecutors(workspace);
  }, TIMEOUT_MS);
  afterAll(async () => {
    console.log([`What tasks of Nx ${version} read and write`, ...table].join('\n'));
    await stage?.close();
  });

  function begin(
    wanted: Readonly<Record<string, string>>,
    links: Readonly<Record<string, string>> = {},
  ): void {
    const before = Object.keys({ ...BUILDABLE, ...BUILDABLE_LINKS }).map((file) => file.split('/')[0] ?? '');
    for (const name of new Set([...before, 'dist', 'coverage', '.nx']))
      rmSync(join(workspace.root, name), { recursive: true, force: true });
    workspace.writeAll(wanted, links);
  }

  /** Runs tasks by Nx, traced. */
  function trace(targets: readonly string[], ...more: readonly string[]): Work[] {
    const folder = join(stage.dir, `trace-${randomUUID()}`);
    const args = ['run-many', '-t', ...targets, '--skip-nx-cache', '--outputStyle=static'];
    const traced = [...straceArguments(folder), workspace.nxProgram, ...args, ...more];
    const { output } = workspace.tryRun('.', {}, 'strace', ...traced);
    const works = worksOf(readTrace(folder, workspace.root));
    if (works.length === 0) throw new Error(`nothing ran:\n${output}`);
    rmSync(folder, { recursive: true });
    return works;
  }

  function expectNothingBeyond(mode: string, works: readonly Work[]): void {
    const judged = [...judgeWorks(workspace, works, TARGETS)].sort(([a], [b]) => (a < b ? -1 : 1));
    table.push(mode, ...judged.flatMap(([tasks, row]) => rowsOf(tasks, row)));
    expect(judged.flatMap(([tasks, { faults }]) => faults.map((fault) => `${tasks} ${fault}`))).toEqual([]);
  }

  describe('where nakama.json names the release', () => {
    beforeAll(() => {
      begin({ ...files, ...PROFILED, ...fresh('plugins/nat/native.go') }, BUILDABLE_LINKS);
      if (IS_WHOLE) vendor(workspace, 'plugins/vend');
    });

    it(
      'read declared inputs alone, and write declared outputs, in a batch',
      () => expectNothingBeyond('in a batch', trace(TARGETS)),
      TIMEOUT_MS,
    );

    it(
      'do so each in its own process',
      () => {
        const [targets, some] = IS_WHOLE ? [TARGETS, []] : [WITHOUT_SERVER, ['-p', 'nat']];
        expectNothingBeyond('alone', trace(targets, '--batch=false', ...some));
      },
      TIMEOUT_MS,
    );
  });

  (IS_WHOLE ? it : it.skip)(
    'do so where images name the release',
    () => {
      begin(BUILDABLE_OF_IMAGES);
      expectNothingBeyond('alone, the release in images', trace(TARGETS, '--batch=false'));
    },
    TIMEOUT_MS,
  );
});

/** C code that Go has not compiled before, so that the compiler reads its headers. */
function fresh(file: string): Record<string, string> {
  return { [file]: `${BUILDABLE[file] ?? ''}\n// ${randomUUID()}\n` };
}

function rowsOf(tasks: string, { counts, faults, allowed }: Beyond): string[] {
  return [
    `  ${tasks}: ${counts.inputs} inputs opened, ${counts.missing} more sought, ${counts.outputs} outputs written`,
    ...[...allowed].map(([why, deeds]) => `    besides ${inShort(deeds)}, as ${why}`),
    ...faults.map((row) => `    BEYOND: ${row}`),
  ];
}

function inShort(deeds: readonly string[]): string {
  const [first, ...more] = deeds;
  return more.length < 2 ? deeds.join(' and ') : `${first}, and ${more.length} more`;
}
