import { readdirSync } from 'node:fs';
import path from 'node:path';
import { repoRoot } from './processes.mjs';

/** Tests for Node's own runner, `tools/<name>/*.test.mjs`, sorted. */
export function findToolTests() {
  return readdirSync(path.join(repoRoot, 'tools'), { recursive: true })
    .filter((file) => file.endsWith('.test.mjs'))
    .map((file) => path.join('tools', file))
    .sort();
}
