// Only this file of these tools starts go.
import { spawnSync } from 'node:child_process';

/** Each Go of a release that the module proxy does not serve -> the nearest that it serves. */
const NEAREST = { '1.20.3': '1.20.6' };
const OLDEST_SERVED = '1.19.8';

/** @returns {string} the Go to judge a release with: its own if its fingerprints could be measured */
export function goFor(release) {
  return release.fingerprints['linux/amd64'] ? release.go : (NEAREST[release.go] ?? OLDEST_SERVED);
}

/** Runs `go list` over the plugin in `dir` and all that it links; nothing of go.mod or go.sum is changed. */
export function goList({ dir, go, args }) {
  const fields = '-json=ImportPath,Standard,Module,Imports,Export,Error';
  const { ok, stdout, stderr } = runGo(dir, go, ['list', '-deps', '-trimpath', fields, ...args, '.']);
  return { ok, packages: parsePackages(stdout), stderr };
}

/** What `go list -json` prints: one object after the other. */
export function parsePackages(stdout) {
  return JSON.parse(`[${stdout.replace(/^}\n{/gm, '},{')}]`);
}

/** What `go mod graph` prints in `dir`. @throws if it fails */
export function goModGraph({ dir, go }) {
  const { ok, stdout, stderr } = runGo(dir, go, ['mod', 'graph']);
  if (!ok) throw new Error(`go mod graph: ${stderr}`);
  return stdout;
}

/** Runs this go, as the server's builder does: linux/amd64 with cgo, nothing of this computer's settings. */
export function runGo(cwd, go, args) {
  const { status, stdout, stderr, error } = spawnSync('go', args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    timeout: 20 * 60 * 1000,
    env: {
      ...process.env,
      GOTOOLCHAIN: `go${go}`,
      GOFLAGS: '',
      GOWORK: 'off',
      GOOS: 'linux',
      GOARCH: 'amd64',
      GOAMD64: 'v1',
      GOEXPERIMENT: '',
      CGO_ENABLED: '1',
      GIT_TERMINAL_PROMPT: '0',
      // A Go before 1.21 in the module cache indexes its own GOROOT as a module, and then mistakes a module path
      // without a dot (`nakama-project`) for a standard package.
      GODEBUG: 'goindex=0',
    },
  });
  if (error) throw error;
  return { ok: status === 0, stdout, stderr };
}
