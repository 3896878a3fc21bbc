/** The one version of the packages, wherever it is written. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import semver from 'semver';
import { repoRoot } from '../check/processes.mjs';

const PACKAGES = ['nakama-pins', 'nx-nakama'];

/** The patch version after the one that the packages have. */
export function nextVersion() {
  return semver.inc(readJson('packages/nakama-pins/package.json').version, 'patch');
}

/**
 * Writes a version into the packages, the lockfile and the changelog.
 *
 * @param lines what the changelog says of it
 */
export function writeVersion(version, lines) {
  for (const name of PACKAGES) edit(`packages/${name}/package.json`, (json) => withVersion(json, version));
  edit('package-lock.json', (lock) => {
    for (const name of PACKAGES) withVersion(lock.packages[`packages/${name}`], version);
    return lock;
  });
  const file = path.join(repoRoot, 'CHANGELOG.md');
  const text = readFileSync(file, 'utf8');
  const section = `## ${version}\n\n### The catalog\n\n${lines.map((line) => `- ${line}\n`).join('')}\n`;
  writeFileSync(
    file,
    text.replace(/^## /m, () => `${section}## `),
  );
}

function withVersion(json, version) {
  json.version = version;
  for (const name of PACKAGES) if (json.dependencies?.[name] !== undefined) json.dependencies[name] = version;
  return json;
}

function edit(name, change) {
  writeFileSync(path.join(repoRoot, name), `${JSON.stringify(change(readJson(name)), null, 2)}\n`);
}

function readJson(name) {
  return JSON.parse(readFileSync(path.join(repoRoot, name), 'utf8'));
}
