// Fills Go's module cache with several hundred real go.mod files, on which the tests compare our reader with Go's.
// For a few releases of the catalog it makes a module that requires all that the server requires, and lets Go
// load the module graph, which downloads the go.mod file of each module in it, and no source.
// What the module proxy refuses is reported and skipped; only a missing go command is a failure.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const repoRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const catalog = path.join(repoRoot, 'packages/nakama-pins/catalog/releases');

/** Far enough apart to have different modules; some 1,500 files in all. */
const RELEASES = ['3.5.0', '3.17.0'];
/** Up to this Go version the graph has every go.mod file; later versions leave out most of them. */
const UNPRUNED_GO = '1.16';
const TIMEOUT_MS = 60_000;

async function fillFrom(release) {
  const { modules } = JSON.parse(readFileSync(path.join(catalog, `${release}.json`), 'utf8'));
  const dir = mkdtempSync(path.join(tmpdir(), 'module-cache-'));
  try {
    const requirements = modules.map((module) => `require ${module.path} ${module.version}\n`).join('');
    writeFileSync(path.join(dir, 'go.mod'), `module fill.test\n\ngo ${UNPRUNED_GO}\n\n${requirements}`);
    const { stdout } = await run('go', ['mod', 'graph'], {
      cwd: dir,
      timeout: TIMEOUT_MS,
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-mod=mod', GOWORK: 'off' },
    });
    const found = new Set(stdout.split(/\s+/).filter((word) => word.includes('@')));
    console.log(`release ${release}: ${found.size} modules`);
  } catch (error) {
    if (error.code === 'ENOENT') throw new Error('no go command on the PATH', { cause: error });
    console.log(`release ${release}: left out, ${(error.stderr || error.message).trim().split('\n')[0]}`);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

try {
  await Promise.all(RELEASES.map(fillFrom));
} catch (error) {
  console.error(`module-cache: ${error.message}`);
  process.exitCode = 1;
}
