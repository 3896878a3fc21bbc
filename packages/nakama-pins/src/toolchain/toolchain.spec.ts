import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describeWithGo, GO_TIMEOUT_MS, goProxy } from '../testing/go';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { findGo, runGo } from './go-command';
import { resolveToolchain } from './toolchain';

afterAll(removeWorkspaces);

const describeOnPosix = process.platform === 'win32' ? describe.skip : describe;

describeWithGo('the exact Go', () => {
  it(
    'is had from the go on PATH, whatever version that is',
    async () => {
      const base = { ...process.env, GOTOOLCHAIN: 'local' };
      const toolchain = await resolveToolchain({ version: '1.26.5', base });
      expect(toolchain).toMatchObject({ go: findGo(base), env: { GOTOOLCHAIN: 'go1.26.5', GOOS: 'linux' } });
    },
    GO_TIMEOUT_MS,
  );

  it(
    'is missing where no proxy may serve it',
    async () => {
      const cache = workspace({ keep: '' });
      const base = { ...process.env, GOPROXY: 'off', GOMODCACHE: cache };
      const { missing, fix } = await resolveToolchain({ version: '1.25.9', base });
      expect(missing).toBe(
        "go1.25.9 can't be had: go: download go1.25.9 for linux/amd64: toolchain not available",
      );
      expect(fix).toContain('GOPROXY');
    },
    GO_TIMEOUT_MS,
  );
});

describeOnPosix('without a go that can be the exact one', () => {
  it('says that a go before 1.21 can not run as another', async () => {
    const root = workspace({ 'bin/go': '#!/bin/sh\necho go version go1.19.8 linux/amd64\n' });
    const go = join(root, 'bin/go');
    chmodSync(go, 0o755);
    const { missing, fix } = await resolveToolchain({ version: '1.26.5', base: { PATH: dirname(go) } });
    expect(missing).toBe(`${go} is go1.19.8, which can't run as go1.26.5`);
    expect(fix).toContain('Go 1.21 or newer');
  });

  it('says that there is none', async () => {
    const { missing, fix } = await resolveToolchain({ version: '1.26.5', base: { PATH: '' } });
    expect(missing).toBe('there is no go on PATH');
    expect(fix).toContain('https://go.dev/dl');
  });
});

/** The settings for the network, and nothing else of this environment. */
function bareEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => /^(?:https?|no)_proxy$/i.test(name));
  return {
    ...Object.fromEntries(kept),
    GOPROXY: goProxy(),
    PATH: '/nowhere',
    ...more,
  };
}

describe('a go that is fetched', () => {
  it(
    'is the exact one, runs without a home, and serves the next run too',
    async () => {
      const base = bareEnvironment({
        GOROOT: '/usr/lib/another-go',
        XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'],
      });
      const toolchain = await resolveToolchain({ version: '1.26.5', base, fetch: true });
      expect(toolchain).toMatchObject({ source: 'fetched', env: { GOTOOLCHAIN: 'local', GOROOT: '' } });
      if (toolchain.missing !== undefined) return;
      const run = (...args: string[]) => runGo({ ...toolchain, args, cwd: workspace({ keep: '' }) });
      expect((await run('version')).stdout).toMatch(/^go version go1\.26\.5 /);
      expect((await run('env', 'GOROOT', 'GOCACHE', 'GOMODCACHE')).stdout.trim().split('\n')).toEqual([
        dirname(dirname(toolchain.go)),
        expect.stringMatching(/./),
        expect.stringMatching(/./),
      ]);
      const lines: string[] = [];
      await resolveToolchain({
        version: '1.26.5',
        base,
        fetch: true,
        onStderrLine: (line) => lines.push(line),
      });
      expect(lines).toEqual([]);
    },
    GO_TIMEOUT_MS,
  );

  it.each([
    [{ GOPROXY: 'off' }, 'GOPROXY is off', 'set GOPROXY'],
    [{ GOPROXY: 'https://proxy.invalid' }, "proxy.invalid can't be reached: ENOTFOUND", 'check the network'],
    [{ GOPROXY: 'file:///nowhere' }, 'file:///nowhere/golang.org/toolchain/@v/', 'GOPROXY'],
    [{ NAKAMA_PINS_CACHE: '/dev/null/x', GOPROXY: 'off' }, 'ENOTDIR', 'NAKAMA_PINS_CACHE'],
  ])('is missing with %j', async (settings, message, expectedFix) => {
    const cache = workspace({ keep: '' });
    const base = bareEnvironment({ NAKAMA_PINS_CACHE: cache, ...settings });
    const { missing, fix } = await resolveToolchain({ version: '1.26.5', base, fetch: true });
    expect(missing).toMatch(/^go1\.26\.5 can't be had: /);
    expect(missing).toContain(message);
    expect(fix).toContain(expectedFix);
  });
});
