// Installs the dependencies if node_modules is not what package-lock.json says.
import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repoRoot, run } from './processes.mjs';

const LOCK = path.join(repoRoot, 'package-lock.json');
/** npm writes this at the end of every install. */
const INSTALLED_LOCK = path.join(repoRoot, 'node_modules/.package-lock.json');
/** The hash of the package-lock.json that node_modules was made from. */
const STAMP = path.join(repoRoot, 'node_modules/.check-installed');

/** Resolves to npm's exit code, or 0 if there is nothing to do. */
export async function install() {
  const lockHash = createHash('sha256').update(readFileSync(LOCK)).digest('hex');
  if (isInstalled(lockHash)) {
    console.log('node_modules is what package-lock.json says');
    return 0;
  }
  const exitCode = await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=warn']);
  if (exitCode === 0) writeFileSync(STAMP, lockHash);
  return exitCode;
}

function isInstalled(lockHash) {
  const installed = statSync(INSTALLED_LOCK, { throwIfNoEntry: false });
  if (!installed) return false;
  const stamp = statSync(STAMP, { throwIfNoEntry: false }) && readFileSync(STAMP, 'utf8');
  // Somebody may have run npm install since then.
  return stamp === lockHash || installed.mtimeMs >= statSync(LOCK).mtimeMs;
}

/** npm test says where npm's own script is; without it (node tools/check/run.mjs) npm is searched on PATH. */
function runNpm(args) {
  const npm = process.env.npm_execpath;
  return npm?.endsWith('.js') ? run(process.execPath, [npm, ...args]) : run('npm', args);
}
