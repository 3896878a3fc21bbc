import { executorContext, printed, tasksOf } from '../../testing/executor-runs';
import { goMod, goSum, MAIN_GO, type TempWorkspace, tempWorkspace } from '../../testing/temp-workspace';
import type { BatchTaskResult } from '../run-batch';
import { outputDirOf } from './output-dirs';
import type { VerifyLoadOptions } from './schema';
import verifyLoadBatch from './verify-load.batch-impl';
import verifyLoad from './verify-load.impl';

/** What the real server says of plugins is shown end to end; here there is none. */
const NO_SERVER: VerifyLoadOptions = { server: 'docker' };

const PROJECTS = ['arena', 'shop', 'unbuilt'];

describe('verify-load without a server', () => {
  const { PATH } = process.env;
  let workspace: TempWorkspace;
  beforeEach(() => {
    process.env.PATH = '/nowhere';
    workspace = tempWorkspace({
      'nakama.json': '{ "release": "3.40.0" }',
      ...Object.fromEntries(
        PROJECTS.flatMap((name) => [
          [`plugins/${name}/go.mod`, goMod(`example.com/${name}`)],
          [`plugins/${name}/go.sum`, goSum()],
          [`plugins/${name}/main.go`, MAIN_GO],
        ]),
      ),
      'dist/plugins/arena/linux-amd64/arena.so': '',
      'dist/plugins/shop/linux-amd64/shop.so': '',
    });
  });
  afterEach(() => {
    process.env.PATH = PATH;
    workspace.remove();
  });

  const context = (project?: string) => executorContext(workspace.root, PROJECTS, project);

  async function runInBatch(options: VerifyLoadOptions): Promise<Record<string, BatchTaskResult['result']>> {
    const inputs = Object.fromEntries(PROJECTS.map((project) => [`${project}:verify-load`, options]));
    const results: BatchTaskResult[] = [];
    for await (const result of verifyLoadBatch(tasksOf('verify-load', PROJECTS), inputs, {}, context())) {
      results.push(result);
    }
    return Object.fromEntries(results.map(({ task, result }) => [task, result]));
  }

  it('fails each project on its own merits, and says the same alone', async () => {
    const results = await runInBatch(NO_SERVER);
    expect(results['arena:verify-load']?.terminalOutput).toContain('? plugins/arena unknown');
    expect(results['arena:verify-load']?.terminalOutput).toContain('there is no docker on PATH');
    expect(results['unbuilt:verify-load']?.terminalOutput).toBe(
      'dist/plugins/unbuilt/linux-amd64/unbuilt.so: there is no built plugin to open\n' +
        '  fix: build it first: npx nakama-pins build plugins/unbuilt\n',
    );
    expect(Object.values(results).map(({ success }) => success)).toEqual([false, false, false]);
    const { terminalOutput } = results['shop:verify-load'] ?? {};
    expect(await printed(() => verifyLoad(NO_SERVER, context('shop')))).toEqual({
      success: false,
      terminalOutput,
    });
  });

  it('names all whom one server does not start with', async () => {
    const tagged = context('arena');
    for (const name of ['arena', 'shop']) {
      Object.assign(tagged.projectsConfigurations.projects[name] ?? {}, { tags: ['nakama:server:3.40.0'] });
    }
    const { terminalOutput } = await printed(() => verifyLoad({ ...NO_SERVER, together: true }, tagged));
    expect(terminalOutput).toContain('? plugins/arena unknown');
    expect(terminalOutput).not.toContain('? plugins/shop unknown');
    expect(terminalOutput).toContain(
      '✘ 2 plugins in one server: it does not start with plugins/arena, plugins/shop',
    );
  });

  it('looks for plugins where their target builds them to, whatever it is called', () => {
    const { projectsConfigurations } = context();
    const make = { executor: 'nx-nakama:build', options: { outputDir: 'out/arena' } };
    const projects = {
      ...projectsConfigurations.projects,
      arena: { root: 'plugins/arena', targets: { make } },
    };
    const configured = { projectsConfigurations: { ...projectsConfigurations, projects } };
    expect(outputDirOf(configured, 'plugins/arena')).toBe('out/arena');
    expect(outputDirOf(configured, 'plugins/shop')).toBe('dist/plugins/shop');
  });
});
