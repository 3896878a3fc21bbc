import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IS_WHOLE, NX_VERSIONS, tasksOf } from '../tables';
import { createPluginWorkspace, openStage, type Stage, type Workspace } from '../workspace';
import { type Change, CHANGES, CHANGES_OF_IMAGES, Files } from './changes';
import { FILES, FILES_OF_IMAGES, FILES_OUT_OF_SIGHT, LINKS } from './fixture';
import { installRecorder, tasksThatRun } from './recorder';

const PLUGINS = ['arena', 'art', 'duel', 'linked', 'nat'];
const PROJECTS = [...PLUGINS, 'score'];

describe.each(NX_VERSIONS)('Nx %s runs again what a change reaches, and nothing else', (version) => {
  let stage: Stage;
  let workspace: Workspace;

  beforeAll(async () => {
    stage = await openStage();
    workspace = createPluginWorkspace(stage, version);
    installRecorder(workspace);
  });
  afterAll(() => stage?.close());

  /** From here on the workspace has these files, and everything has run. */
  function begin(
    files: Readonly<Record<string, string>>,
    links: Readonly<Record<string, string>> = {},
  ): void {
    for (const folder of ['plugins', 'libs', 'deploy', 'dist', '.nx', 'nakama.json', '.env', 'compose.yml'])
      rmSync(join(workspace.root, folder), { recursive: true, force: true });
    workspace.writeAll(files, links);
    workspace.run('.', {}, 'git', 'add', '--all');
    workspace.run('.', {}, 'git', 'commit', '--quiet', '--allow-empty', '--message', 'begin');
    tasksThatRun(workspace);
  }

  function after({ change }: Change): string[] {
    const env = change(new Files(workspace)) ?? {};
    try {
      return tasksThatRun(workspace, env);
    } finally {
      workspace.run('.', {}, 'git', 'reset', '--quiet', '--hard');
      workspace.run('.', {}, 'git', 'clean', '--quiet', '-fd');
    }
  }

  describe('where nakama.json names the release', () => {
    beforeAll(() => begin(FILES, LINKS));

    it.each(CHANGES.filter(isTried))('$what', (change) => {
      expect(after(change)).toEqual(expected(change));
    });
  });

  describe('where images name the release', () => {
    beforeAll(() => begin(FILES_OF_IMAGES));

    it.each(CHANGES_OF_IMAGES.filter(isTried))('$what', (change) => {
      expect(after(change)).toEqual(expected(change));
    });
  });

  it('keeps no result that rests on files out of its sight, and says why', () => {
    begin(FILES_OUT_OF_SIGHT);
    const sources = ['build', 'lint', 'test', 'verify-pins'];
    expect(tasksThatRun(workspace)).toEqual(
      ['far', 'key'].flatMap((project) => sources.map((target) => `${project} ${target}`)),
    );
    const shown = (project: string): string => workspace.nx('show', 'project', project, '--json');
    expect(shown('far')).toContain(
      'Not cached: go.mod replaces a module by ../outside, which is outside of the workspace',
    );
    expect(shown('key')).toContain('Not cached: git ignores plugins/key/api.secret, which is embedded');
    expect(shown('plain')).not.toContain('Not cached');
  });

  it('gives back what was built, and nothing that lay beside it', () => {
    begin(FILES, LINKS);
    const output = 'dist/plugins/duel';
    mkdirSync(join(workspace.root, output, 'linux-arm64'), { recursive: true });
    writeFileSync(join(workspace.root, output, 'linux-amd64/notes.txt'), 'not built');
    writeFileSync(join(workspace.root, output, 'linux-arm64/other.so'), 'not built');
    workspace.write('plugins/duel/other.go', 'package main\n\nvar other = 1\n');
    expect(tasksThatRun(workspace)).toContain('duel build');
    rmSync(join(workspace.root, 'dist'), { recursive: true });
    expect(tasksThatRun(workspace)).toEqual([]);
    const left = workspace.run('.', {}, 'find', output, '-type', 'f');
    expect(left.trim().split('\n')).toEqual([`${output}/linux-amd64/duel.so`]);
  });
});

function isTried({ wasStale }: Change): boolean {
  return IS_WHOLE || wasStale === true;
}

function expected({ runs, needless = [] }: Change): string[] {
  return tasksOf([...runs, ...needless], { '*': PROJECTS, plugins: PLUGINS });
}
