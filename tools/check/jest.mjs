// Runs jest configurations one after the other and adds up their tests.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { binary, run } from './processes.mjs';

/** @returns {Promise<{ passed: number, failed: number, pending: number }>} */
export async function runJest(configs, args = []) {
  const total = { passed: 0, failed: 0, pending: 0 };
  for (const config of configs) {
    const counts = await runOne(config, args);
    for (const key of Object.keys(total)) total[key] += counts[key];
  }
  return total;
}

async function runOne(config, args) {
  const folder = mkdtempSync(path.join(tmpdir(), 'check-jest-'));
  try {
    const outputFile = path.join(folder, 'results.json');
    const exitCode = await run(process.execPath, [
      binary('jest'),
      ...['-c', config, '--json', '--outputFile', outputFile, ...args],
    ]);
    return count(outputFile, exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function count(outputFile, exitCode) {
  // If jest ends without results (bad configuration, crash), that is one failure.
  if (!existsSync(outputFile)) return { passed: 0, failed: 1, pending: 0 };
  const results = JSON.parse(readFileSync(outputFile, 'utf8'));
  // A file that can't be loaded has no failed tests.
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  return {
    passed: results.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    pending: results.numPendingTests + results.numTodoTests,
  };
}
