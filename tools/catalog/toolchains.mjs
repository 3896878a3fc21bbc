/**
 * Records in `packages/nakama-pins/catalog/toolchains.json` the hashes of the Go toolchains of all releases:
 * `node tools/catalog/toolchains.mjs`, after `npx nx build nakama-pins`. Each is looked up in Go's checksum database
 * and proved to be in its signed log. What GOPROXY does not know keeps the recorded hash; without a record the user's
 * computer looks it up.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPackage } from '../server/package.mjs';
import { writeDigest } from './digest.mjs';

const PLATFORMS = ['darwin-amd64', 'darwin-arm64', 'linux-amd64', 'linux-arm64'];

const packageDir = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../packages/nakama-pins');
const { createWeb, goSettings, openChecksumDatabase, sumdbCache, toolchainModule, toolchainName } =
  openPackage('for-tools.js');

const output = path.join(packageDir, 'catalog/toolchains.json');
const index = JSON.parse(readFileSync(path.join(packageDir, 'catalog/index.json'), 'utf8'));
const cacheDir = mkdtempSync(path.join(os.tmpdir(), 'toolchains-'));
try {
  const { env } = process;
  const database = openChecksumDatabase({
    settings: goSettings(env),
    web: createWeb({ env }),
    cache: sumdbCache(cacheDir),
  });
  const versions = [...new Set(index.map(({ go }) => go))];
  const recorded = existsSync(output) ? JSON.parse(readFileSync(output, 'utf8')) : {};
  const found = {};
  const unknown = [];
  for (const version of versions) {
    const sums = { ...recorded[toolchainName(version)] };
    for (const platform of PLATFORMS) {
      // The log is append-only: what was proved once stays so.
      if (sums[platform] !== undefined) continue;
      const module = toolchainModule(version, platform);
      try {
        sums[platform] = (await database.lookup(module.path, module.version)).zip;
      } catch (error) {
        // Any other answer than "there is no such toolchain" needs attention.
        if (!['not-found', 'refused'].includes(error.failure)) throw error;
        unknown.push(module.version);
      }
    }
    if (Object.keys(sums).length > 0) found[toolchainName(version)] = sums;
  }
  writeFileSync(output, `${JSON.stringify(found, null, 2)}\n`);
  writeDigest();
  console.log(`toolchains: ${Object.keys(found).length} of ${versions.length} Go versions`);
  console.log(`unknown to GOPROXY: ${unknown.length === 0 ? 'none' : unknown.join(', ')}`);
} finally {
  rmSync(cacheDir, { recursive: true });
}
