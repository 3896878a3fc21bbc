import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeWithGo, goProxy } from '../testing/go';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { findGo, runGo } from './go-command';
import { zipOf } from './testing/zip';
import { resolveToolchain } from './toolchain';
import { hostPlatform } from './toolchain-module';

afterAll(removeWorkspaces);

const describeOnPosix = process.platform === 'win32' ? describe.skip : describe;

/** A version that no go on PATH is. */
const VERSION = '1.99.1';

/** The user's environment without what go keeps for this user: its settings, its modules. */
function ownEnvironment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...process.env,
    GOENV: 'off',
    GOSUMDB: 'off',
    GOMODCACHE: workspace({ keep: '' }),
    NAKAMA_PINS_CACHE: workspace({ keep: '' }),
    ...more,
  };
}

/** A folder that serves a toolchain as a module proxy does: what it has in place of go says that version. */
function proxyWithToolchain(): string {
  const prefix = `golang.org/toolchain@v0.0.1-go${VERSION}.${hostPlatform()}`;
  const zip = zipOf([
    [`${prefix}/bin/go`, `#!/bin/sh\necho go version go${VERSION} linux/amd64\n`],
    [`${prefix}/bin/gofmt`, 'gofmt'],
    [`${prefix}/pkg/tool/compile`, 'compile'],
    [`${prefix}/lib/wasm/go_js_wasm_exec`, 'exec'],
  ]);
  const file = `golang.org/toolchain/@v/v0.0.1-go${VERSION}.${hostPlatform()}.zip`;
  return pathToFileURL(workspace({ [file]: zip })).href;
}

(process.platform === 'win32' ? describe.skip : describeWithGo)('resolveToolchain with a go on PATH', () => {
  it('has that go fetch the exact version, and run as it', async () => {
    const base = ownEnvironment({ GOTOOLCHAIN: 'local', GOPROXY: proxyWithToolchain() });
    const toolchain = await resolveToolchain({ version: VERSION, base });
    expect(toolchain).toMatchObject({
      go: findGo(base),
      env: { GOTOOLCHAIN: `go${VERSION}`, GOOS: 'linux' },
      source: 'path',
    });
  });

  it('says that the exact version is missing where no proxy may serve it', async () => {
    const base = ownEnvironment({ GOPROXY: 'off' });
    const { missing, fix } = await resolveToolchain({ version: VERSION, base });
    expect(missing).toBe(
      `go${VERSION} can't be had: go: download go${VERSION} for linux/amd64: toolchain not available`,
    );
    expect(fix).toContain('GOPROXY');
  });
});

describeOnPosix('resolveToolchain without a go that can be the exact one', () => {
  it('says that a go before 1.21 can not run as another', async () => {
    const root = workspace({ 'bin/go': '#!/bin/sh\necho go version go1.19.8 linux/amd64\n' });
    const go = join(root, 'bin/go');
    chmodSync(go, 0o755);
    const { missing, fix } = await resolveToolchain({ version: '1.26.5', base: { PATH: dirname(go) } });
    expect(missing).toBe(`${go} is go1.19.8, which can't run as go1.26.5`);
    expect(fix).toContain('Go 1.21 or newer');
  });

  it('says that there is no go on PATH', async () => {
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

describe('resolveToolchain that may fetch the exact Go', () => {
  it('fetches the exact one, which runs without a home, and serves the next run too', async () => {
    const lines: string[] = [];
    const options = {
      version: '1.26.5',
      base: bareEnvironment({ GOROOT: '/usr/lib/another-go', NAKAMA_PINS_CACHE: workspace({ keep: '' }) }),
      fetch: true,
      onStderrLine: (line: string) => lines.push(line),
    };
    const toolchain = await resolveToolchain(options);
    expect(toolchain).toMatchObject({ source: 'fetched', env: { GOTOOLCHAIN: 'local', GOROOT: '' } });
    expect(lines).toEqual([expect.stringContaining('downloading go1.26.5')]);
    if (toolchain.missing !== undefined) throw new Error(toolchain.missing);
    const run = (...args: string[]) => runGo({ ...toolchain, args, cwd: workspace({ keep: '' }) });
    expect((await run('version')).stdout).toMatch(/^go version go1\.26\.5 /);
    expect((await run('env', 'GOROOT', 'GOCACHE', 'GOMODCACHE')).stdout.trim().split('\n')).toEqual([
      dirname(dirname(toolchain.go)),
      expect.stringMatching(/./),
      expect.stringMatching(/./),
    ]);
    expect(await resolveToolchain(options)).toEqual(toolchain);
    expect(lines).toHaveLength(1);
  });

  it.each([
    [{ GOPROXY: 'off' }, 'GOPROXY is off', 'set GOPROXY'],
    [{ GOPROXY: 'https://proxy.invalid' }, "can't be reached: ENOTFOUND", 'check the network'],
    [{ GOPROXY: 'file:///nowhere' }, 'file:///nowhere/golang.org/toolchain/@v/', 'GOPROXY'],
    [{ NAKAMA_PINS_CACHE: '/dev/null/x', GOPROXY: 'off' }, 'ENOTDIR', 'NAKAMA_PINS_CACHE'],
  ])('says why the exact one is missing with %j', async (settings, message, expectedFix) => {
    const cache = workspace({ keep: '' });
    const base = bareEnvironment({ NAKAMA_PINS_CACHE: cache, ...settings });
    const { missing, fix } = await resolveToolchain({ version: '1.26.5', base, fetch: true });
    expect(missing).toMatch(/^go1\.26\.5 can't be had: /);
    expect(missing).toContain(message);
    expect(fix).toContain(expectedFix);
  });
});
