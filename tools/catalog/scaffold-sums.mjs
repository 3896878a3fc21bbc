/**
 * Records in `scaffold-sums.json` which go.sum lines a new plugin needs besides those of nakama-common and protobuf:
 * `node tools/catalog/scaffold-sums.mjs [sourceDir]`. They are what `go mod tidy` adds to a plugin that imports
 * nakama-common/runtime; with them the plugin is tidy, and builds although older Go loads the whole module graph.
 * Releases whose modules can't be downloaded keep what was recorded; without a record nothing is known.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import semver from 'semver';

const REQUIRED = ['github.com/heroiclabs/nakama-common', 'google.golang.org/protobuf'];
const PLUGIN = `package main

import "github.com/heroiclabs/nakama-common/runtime"

var _ runtime.Logger
`;

const toolDir = path.dirname(fileURLToPath(import.meta.url));
const sourceDir = path.resolve(process.argv[2] ?? path.join(toolDir, '../../../shared/releases'));
const output = path.join(toolDir, 'scaffold-sums.json');
const recorded = JSON.parse(readFileSync(output, 'utf8'));

for (const name of readdirSync(sourceDir).filter((file) => file.endsWith('.json'))) {
  const release = JSON.parse(readFileSync(path.join(sourceDir, name), 'utf8'));
  const result = tidySums(release);
  if (result.lines) recorded[release.release] = result.lines;
  else console.log(`${release.release}: ${result.failure}`);
}
const sorted = Object.fromEntries(Object.entries(recorded).sort(([a], [b]) => semver.compare(a, b)));
writeFileSync(output, `${JSON.stringify(sorted, null, 2)}\n`);
console.log(`scaffold-sums: ${Object.keys(sorted).length} releases`);

function tidySums(release) {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'scaffold-sums-'));
  try {
    const modules = REQUIRED.map((wanted) => release.modules.find((module) => module.path === wanted));
    const goMod = goModOf(release, modules);
    const goSum = modules.flatMap(({ path: module, version, sums }) => [
      `${module} ${version} ${sums.zip}`,
      `${module} ${version}/go.mod ${sums.goMod}`,
    ]);
    writeFileSync(path.join(dir, 'go.mod'), goMod);
    writeFileSync(path.join(dir, 'go.sum'), `${goSum.join('\n')}\n`);
    writeFileSync(path.join(dir, 'main.go'), PLUGIN);
    const tidy = spawnSync('go', ['mod', 'tidy'], {
      cwd: dir,
      env: { ...process.env, GOTOOLCHAIN: 'local', GOWORK: 'off', GOFLAGS: '' },
      encoding: 'utf8',
    });
    if (tidy.status !== 0) return { failure: tidy.stderr.trim().split('\n').at(-1) };
    // Before go 1.17, go.mod does not name a module that another one already requires at the same version.
    const tidied = readFileSync(path.join(dir, 'go.mod'), 'utf8').trimEnd();
    if (
      tidied !== goMod.trimEnd() &&
      tidied !== goMod.replace(/\nrequire .* \/\/ indirect\n/, '').trimEnd()
    ) {
      return { failure: `go mod tidy changes the requirements to\n${tidied}` };
    }
    const lines = readFileSync(path.join(dir, 'go.sum'), 'utf8').split('\n').filter(Boolean);
    return { lines: lines.filter((line) => !goSum.includes(line)) };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** As the plugin generator writes it: Go before 1.21 accepts no patch version in the go line. */
function goModOf({ go }, [common, protobuf]) {
  const [major, minor] = go.split('.');
  const line = Number(minor) < 21 ? `${major}.${minor}` : go;
  return `module example.com/arena

go ${line}

require ${common.path} ${common.version}

require ${protobuf.path} ${protobuf.version} // indirect
`;
}
