/**
 * Records the `go` line of modules' go.mod files in `go-lines.json`: `node tools/catalog/go-lines.mjs [sourceDir]`.
 *
 * Only for nakama-common and protobuf, which every plugin requires, at each release's version. A go.mod counts only
 * if its hash is the server's own. A go.mod alone is downloaded, which proxies have where they refuse the rest. What can't be
 * keeps the recorded line. Needs the built package.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPackage } from '../server/package.mjs';

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
const { createWeb, goModSum, goSettings, openModuleFile, readBody } = openPackage('for-tools.js');
const MAX_BYTES = 1024 * 1024;
const web = createWeb({ env: process.env });
const settings = goSettings(process.env);
const found = { ...JSON.parse(readFileSync(output, 'utf8')) };
for (const [module, sum] of goModSums) {
  const [name, version] = module.split('@');
  let goMod;
  try {
    goMod = await readBody(await openModuleFile({ path: name, version }, 'mod', settings, web), MAX_BYTES);
  } catch (error) {
    console.error(`go-lines: ${module}: ${error.message}`);
    continue;
  }
  const line = goModSum(goMod) === sum && /^go\s+(\S+)/m.exec(goMod.toString());
  if (line) found[module] = line[1];
}
const sorted = Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(output, `${JSON.stringify(sorted, null, 2)}\n`);
console.log(`go-lines: ${Object.keys(sorted).length} of ${goModSums.size}`);
