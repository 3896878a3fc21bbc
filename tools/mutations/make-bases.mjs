// Makes the go.mod and go.sum of each base: `node make-bases.mjs`. Needs the built core and go.
// go.mod first demands every module of the release; `go mod tidy` keeps what the plugin needs, and pin settles it.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkspace } from 'nakama-pins';
import { readRelease } from '../corpus/corpus.mjs';
import { runGo } from '../corpus/go.mjs';
import { baseFolder, BASES, readBase } from './bases.mjs';
import { listPackages } from './go.mjs';

for (const base of BASES) {
  const release = readRelease(base.release);
  const dir = mkdtempSync(join(tmpdir(), 'nakama-base-'));
  try {
    // The checksum database does not know every commit of this fork, and no base needs it.
    const linked = release.modules.filter(
      ({ path, linkedPackages }) => linkedPackages?.length && path !== 'github.com/heroiclabs/sql-migrate',
    );
    const requires = linked.map(({ path, version }) => `require ${path} ${version}\n`).join('');
    writeFileSync(
      join(dir, 'go.mod'),
      `module example.com/mutations/${base.name}\n\ngo ${base.go}\n\n${requires}`,
    );
    writeFileSync(join(dir, 'main.go'), readBase(base)['main.go']);
    const { ok, stderr } = runGo(dir, base.go, ['mod', 'tidy']);
    if (!ok) throw new Error(`${base.name}: ${stderr}`);
    await openWorkspace({ root: dir, release: base.release }).pin(['.'], { only: true, write: true });
    const judged = listPackages(dir, base.go, ['-trimpath'], release);
    if (judged.verdict !== 'loads') throw new Error(`${base.name}: ${JSON.stringify(judged)}`);
    mkdirSync(baseFolder(base.name), { recursive: true });
    for (const file of ['go.mod', 'go.sum']) {
      writeFileSync(join(baseFolder(base.name), file), readFileSync(join(dir, file), 'utf8'));
    }
    console.log(`${base.name}: loads`);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
