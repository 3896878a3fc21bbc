import { join } from 'node:path';
import { describeWithGo, GO_TIMEOUT_MS, goIn } from '../testing/go';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { findGo, runGo } from './go-command';
import { goEnvironment, toolchainName } from './go-environment';

afterAll(removeWorkspaces);

it.each([
  ['1.26.5', 'go1.26.5'],
  ['1.21.0', 'go1.21.0'],
  ['1.21', 'go1.21.0'],
  ['1.20.6', 'go1.20.6'],
  ['1.20.0', 'go1.20'],
  ['1.19', 'go1.19'],
  ['1.27rc1', 'go1.27rc1'],
])('Go %s is the toolchain %s', (version, name) => {
  expect(toolchainName(version)).toBe(name);
});

it("keeps the user's proxies and caches, and process.env as it is", () => {
  const base = {
    GOPROXY: 'https://proxy.example',
    GOPRIVATE: 'git.example',
    GOMODCACHE: '/m',
    GOFLAGS: '-race',
  };
  const before = { ...base };
  const env = goEnvironment({ version: '1.26.5', base, platform: 'linux/arm64', extra: { CC: 'zig cc' } });
  expect(env).toMatchObject({ ...base, GOFLAGS: '', GOOS: 'linux', GOARCH: 'arm64', CC: 'zig cc' });
  expect(base).toEqual(before);
});

describeWithGo('go in the environment of a build', () => {
  it(
    'takes no flag, workspace or module mode from the user, be it by variables or by go env -w',
    async () => {
      const root = workspace({
        'go.mod': 'module example.com/arena\n\ngo 1.26\n',
        'go.work': 'go 1.99\n\nuse .\n',
        env: 'GOFLAGS=-mod=mod -tags=x\nGO111MODULE=off\nGOARCH=mips\nCGO_ENABLED=0\nGOWORK=/x\nGOTOOLCHAIN=go1.1\n',
      });
      const base = {
        ...process.env,
        GOENV: join(root, 'env'),
        GOFLAGS: '-mod=vendor',
        GOTOOLCHAIN: 'go1.2',
        GO111MODULE: 'off',
      };
      const env = goEnvironment({ version: '1.26.5', base });
      const args = ['env', 'GOVERSION', 'GOFLAGS', 'GOWORK', 'GOMOD', 'GOOS', 'GOARCH', 'CGO_ENABLED'];
      const { stdout } = await runGo({ go: findGo(base) ?? '', args, cwd: root, env });
      const [version, flags, ...others] = stdout.split('\n').map((line) => line.trim());
      expect([version, flags]).toEqual(['go1.26.5', '']);
      expect(others).toEqual(['off', join(root, 'go.mod'), 'linux', 'amd64', '1', '']);
    },
    GO_TIMEOUT_MS,
  );

  it(
    'takes a module path without a dot for a module, also before Go 1.21',
    async () => {
      const root = workspace({
        'go.mod': 'module arena\n\ngo 1.19\n',
        'main.go': 'package main\n\nfunc main() {}\n',
      });
      const { stdout } = await goIn(root, '1.19.4', 'list', '-f', '{{.Standard}} {{.Module.Path}}', '.');
      expect(stdout).toBe('false arena\n');
    },
    GO_TIMEOUT_MS,
  );
});
