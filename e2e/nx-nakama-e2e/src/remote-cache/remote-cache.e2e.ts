import { spawnSync } from 'node:child_process';
import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { run } from '../run';
import { createBareWorkspace, openStage, type Stage } from '../workspace';
import { type CacheServer, startCacheServer } from './cache-server';
import { Machine } from './machine';

const HAS_TOOLS = spawnSync('go', ['version']).status === 0 && spawnSync('gcc', ['--version']).status === 0;
if (!HAS_TOOLS) console.warn('SKIPPED: go or gcc is not on the PATH, nothing was built and shared');

const TARGETS = ['verify-pins', 'build', 'test', 'lint'];
const TASKS = 2 * TARGETS.length;

(HAS_TOOLS ? describe : describe.skip)('two machines with one self-hosted remote cache', () => {
  let stage: Stage;
  let server: CacheServer;
  let ann: Machine;
  let bob: Machine;
  let cyd: Machine;

  beforeAll(async () => {
    stage = await openStage();
    server = await startCacheServer();
    const workspace = createBareWorkspace(stage, '23.2.1');
    workspace.nx('add', 'nx-nakama');
    workspace.nx('g', 'nakama-plugin', 'arena');
    workspace.nx('g', 'nakama-plugin', 'shop');
    workspace.write('.gitignore', 'node_modules\n.nx\ndist\n');
    workspace.run('.', {}, 'git', 'init', '--quiet');
    workspace.run('.', {}, 'git', 'add', '--all');
    workspace.run('.', {}, 'git', 'commit', '--quiet', '--message', 'begin');
    const path = (process.env['PATH'] ?? '').split(':');
    const machine = (user: string, folder: string, path: readonly string[]): Machine => {
      const dir = join(stage.dir, `machine-of-${user}`);
      mkdirSync(dir);
      const root = join(dir, folder);
      run('git', ['clone', '--quiet', workspace.root, root], { cwd: dir, env: stage.env });
      // What installing would put there.
      run('cp', ['-a', join(workspace.root, 'node_modules'), root], { cwd: dir, env: stage.env });
      return new Machine(root, { user, dir, path }, stage.env, server);
    };
    ann = machine('ann-of-nowhere', 'game', path);
    bob = machine('bob-of-elsewhere', 'deep/er/checkout', [...path].reverse());
    cyd = machine('cyd-without-gcc', 'game', [
      programs(join(stage.dir, 'programs'), ['node', 'sh', 'git', 'go']),
    ]);
  });
  afterAll(async () => {
    await server?.stop();
    await stage?.close();
  });

  it('uploads every result of the first, and gives the second all of them with the same bytes', async () => {
    await ann.runTargets(TARGETS);
    expect(server.takeAnswers()).toEqual([
      ...new Array<string>(TASKS).fill('GET 404'),
      ...new Array<string>(TASKS).fill('PUT 200'),
    ]);
    await bob.runTargets(TARGETS);
    expect(server.takeAnswers()).toEqual(new Array<string>(TASKS).fill('GET 200'));
    expect(Object.keys(bob.built())).toEqual([
      'plugins/arena/linux-amd64/arena.so',
      'plugins/shop/linux-amd64/shop.so',
    ]);
    expect(bob.built()).toEqual(ann.built());
  });

  it('has no folder and no name of a machine in what is uploaded', () => {
    const uploads = [...server.entries.values()].map(unpacked);
    expect(uploads).toHaveLength(TASKS);
    const holding = (text: string): number => uploads.filter((upload) => upload.includes(text)).length;
    expect(ann.marks.filter((mark) => holding(mark) > 0)).toEqual([]);
    // That is where they would be: the texts and the programs are there as they are.
    expect([holding('plugins/arena loads (Nakama 3.40.0'), holding('\u007fELF')]).toEqual([2, 2]);
  });

  it('gives what the second would have made itself', async () => {
    const shared = bob.built();
    run('rm', ['-r', join(bob.root, 'dist')], { cwd: bob.root, env: stage.env });
    await bob.runTargets(['build'], '--skip-nx-cache');
    expect(server.takeAnswers()).toEqual([]);
    expect(bob.built()).toEqual(shared);
  });

  it('gives nothing that gcc built to a machine without it, and the verdicts that need no compiler', async () => {
    await expect(cyd.runTargets(['build'])).rejects.toThrow('there is no C compiler for linux/amd64');
    expect(server.takeAnswers()).toEqual(['GET 404', 'GET 404']);
    await cyd.runTargets(['verify-pins']);
    expect(server.takeAnswers()).toEqual(['GET 200', 'GET 200']);
  });
});

/** A folder for PATH that has these programs of this computer and no other. */
function programs(folder: string, names: readonly string[]): string {
  mkdirSync(folder);
  for (const name of names) {
    const found = spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim();
    symlinkSync(realpathSync(found), join(folder, name));
  }
  return folder;
}

/** The bytes of a tar, which may be compressed. */
function unpacked(upload: Buffer): Buffer {
  return upload[0] === 0x1f && upload[1] === 0x8b ? gunzipSync(upload) : upload;
}
