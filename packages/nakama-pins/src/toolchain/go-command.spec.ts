import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { findGo, runGo } from './go-command';

afterAll(removeWorkspaces);

const describeOnPosix = process.platform === 'win32' ? describe.skip : describe;

/** A folder with a script in place of go. */
function fakeGo(script: string): { root: string; go: string } {
  const root = workspace({ 'bin/go': `#!/bin/sh\n${script}\n` });
  chmodSync(join(root, 'bin/go'), 0o755);
  return { root, go: join(root, 'bin/go') };
}

describeOnPosix('findGo', () => {
  it('takes the first executable file of an absolute folder on PATH', () => {
    const { root, go } = fakeGo('');
    const plain = workspace({ 'text/go': '', 'folder/go/x': '' });
    const path = ['', 'bin', join(plain, 'text'), join(plain, 'folder'), '/nowhere', join(root, 'bin')];
    expect(findGo({ PATH: path.join(':') })).toBe(go);
    expect(findGo({ PATH: path.slice(0, -1).join(':') })).toBeUndefined();
    expect(findGo({})).toBeUndefined();
  });
});

describeOnPosix('runGo', () => {
  const env = { PATH: process.env['PATH'] };

  it('gives what go printed and its exit code, and passes arguments as they are', async () => {
    const { root, go } = fakeGo('printf "%s|" "$@"; pwd >&2; exit 3');
    const lines: string[] = [];
    const args = ['list', '$(touch x)', 'a b'];
    const result = await runGo({ go, args, cwd: root, env, onStderrLine: (line) => lines.push(line) });
    expect(result).toEqual({ code: 3, stdout: 'list|$(touch x)|a b|', stderr: `${root}\n` });
    expect(lines).toEqual([root]);
    expect(existsSync(join(root, 'x'))).toBe(false);
  });

  it('fails where go can not be started', async () => {
    await expect(runGo({ go: '/nowhere/go', args: [], cwd: '/', env })).rejects.toThrow('ENOENT');
  });

  it('ends go and all that it started when aborted', async () => {
    const { root, go } = fakeGo('sleep 300 & echo $! > child; echo ready >&2; wait');
    const abort = new AbortController();
    const run = runGo({
      go,
      args: ['list'],
      cwd: root,
      env,
      signal: abort.signal,
      onStderrLine: () => abort.abort(new Error('stopped')),
    });
    await expect(run).rejects.toThrow('stopped');
    await untilGone(Number(readFileSync(join(root, 'child'), 'utf8')));
  });

  it.each([
    ['SIGTERM', '', ''],
    ['SIGTERM', ', with what our libraries listen for', "require('proper-lockfile');"],
    // Nothing of ours runs any more: a shell watches.
    ['SIGKILL', '', ''],
  ] as const)(
    'ends go with the process that %s ends, which keeps its own way to end%s',
    async (by, _, libraries) => {
      const { root, go } = fakeGo('sleep 300 & echo $! > child; echo ready >&2; wait');
      const command = join(__dirname, 'go-command.ts');
      const script = `require('@swc-node/register'); ${libraries}
      const { runGo } = require(${JSON.stringify(command)});
      runGo({ go: ${JSON.stringify(go)}, args: [], cwd: ${JSON.stringify(root)}, env: process.env, onStderrLine: console.log });`;
      const host = spawn(process.execPath, ['-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
        cwd: __dirname,
      });
      await new Promise((ready) => host.stdout.once('data', ready));
      host.kill(by);
      const signal = await new Promise((end) => host.once('exit', (_, signal) => end(signal)));
      expect(signal).toBe(by);
      await untilGone(Number(readFileSync(join(root, 'child'), 'utf8')));
    },
  );

  /** A killed process may stay listed until its new parent looks. */
  async function untilGone(pid: number): Promise<void> {
    for (;;) {
      try {
        process.kill(pid, 0);
      } catch {
        return;
      }
      await new Promise((later) => setTimeout(later, 20));
    }
  }
});
