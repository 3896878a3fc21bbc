/**
 * Records the `go` line of modules' go.mod files in `go-lines.json`: `node tools/catalog/go-lines.mjs [sourceDir]`.
 *
 * Only for nakama-common and protobuf, which every plugin requires, at each release's version. A go.mod counts only
 * if its hash is the server's own. What can't be downloaded keeps the recorded line.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ALWAYS_REQUIRED = ['github.com/heroiclabs/nakama-common', 'google.golang.org/protobuf'];

const toolDir = path.dirname(fileURLToPath(import.meta.url));
const sourceDir = path.resolve(process.argv[2] ?? path.join(toolDir, '../../../shared/releases'));
const output = path.join(toolDir, 'go-lines.json');

/** `path@version` -> the go.mod hash in the server's go.sum */
const goModSums = new Map();
for (const name of readdirSync(sourceDir).filter((file) => file.endsWith('.json'))) {
  for (const module of JSON.parse(readFileSync(path.join(sourceDir, name), 'utf8')).modules) {
    if (ALWAYS_REQUIRED.includes(module.path))
      goModSums.set(`${module.path}@${module.version}`, module.sums.goMod);
  }
}
const found = { ...JSON.parse(readFileSync(output, 'utf8')) };
for (const { Path, Version, GoMod, GoModSum, Error } of downloads([...goModSums.keys()])) {
  const module = `${Path}@${Version}`;
  if (Error || GoModSum !== goModSums.get(module)) continue;
  const line = /^go\s+(\S+)/m.exec(readFileSync(GoMod, 'utf8'));
  if (line) found[module] = line[1];
}
const sorted = Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(output, `${JSON.stringify(sorted, null, 2)}\n`);
console.log(`go-lines: ${Object.keys(sorted).length} of ${goModSums.size}`);

/** `go mod download -json`, outside any module; it reports what it can't get and continues. */
function downloads(modules) {
  const cwd = mkdtempSync(path.join(os.tmpdir(), 'go-lines-'));
  let text;
  try {
    text = execFileSync('go', ['mod', 'download', '-json', ...modules], {
      cwd,
      env: { ...process.env, GOWORK: 'off', GOFLAGS: '' },
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    text = error.stdout;
  } finally {
    rmSync(cwd, { recursive: true });
  }
  return text
    .split(/^(?=\{$)/m)
    .filter((json) => json.trim() !== '')
    .map((json) => JSON.parse(json));
}
