// Adds dependencies of the field to a plugin by plain go get and by nakama-pins get, at three releases; imports them; and lets
// the exact Go compile the result and compare its fingerprints with the server's. Writes tried.json and
// docs/adding-a-dependency.md. Needs the built core, go (1.21 or newer), gcc and a module proxy. Resumable: rows in tried.json
// are kept; name packages (`node run.mjs k8s.io/client-go/rest`) to try those again.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCatalog, openWorkspace } from 'nakama-pins';
import { runGo } from '../corpus/go.mjs';
import { writePage } from './page.mjs';
import { mainGo } from './plugin.mjs';
import { PACKAGES, RELEASES } from './rows.mjs';

const TRIED = fileURLToPath(new URL('tried.json', import.meta.url));

const again = new Set(process.argv.slice(2));
const kept = existsSync(TRIED) ? JSON.parse(readFileSync(TRIED, 'utf8')) : [];
const rows = kept.filter((row) => !again.has(row.package));
for (const name of PACKAGES) {
  for (const version of RELEASES) {
    if (rows.some((row) => row.package === name && row.release === version)) continue;
    rows.push(await tried(name, openCatalog().load(version)));
    rows.sort((a, b) => placeOf(a) - placeOf(b));
    writeFileSync(TRIED, `${JSON.stringify(rows, null, 2)}\n`);
    console.log(JSON.stringify(rows.find((row) => row.package === name && row.release === version)));
  }
}
await writePage(rows);

function placeOf({ package: name, release }) {
  return PACKAGES.indexOf(name) * RELEASES.length + RELEASES.indexOf(release);
}

async function tried(name, release) {
  return {
    package: name,
    release: release.version,
    goGet: await inPlugin(release, (root) => byGoGet(root, name, release)),
    get: await inPlugin(release, (root) => byGet(root, name, release)),
  };
}

/** A plugin that is pinned and builds, in a folder of its own. */
async function inPlugin(release, work) {
  const root = mkdtempSync(join(tmpdir(), 'nakama-get-'));
  try {
    const { go, nakamaCommon } = release;
    writeFileSync(
      join(root, 'go.mod'),
      `module example.com/arena\n\ngo ${go}\n\nrequire github.com/heroiclabs/nakama-common ${nakamaCommon}\n`,
    );
    writeFileSync(join(root, 'main.go'), mainGo());
    await openWorkspace({ root, release: release.version }).pin(['.'], { write: true, only: true });
    return await work(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function byGoGet(root, name, release) {
  const { ok, stderr } = runGo(root, release.go, ['get', `${name}@latest`]);
  if (!ok) return { verdict: 'refused', why: refusalIn(stderr) };
  writeFileSync(join(root, 'main.go'), mainGo(name));
  return judged(root, release);
}

/** What go says of it, in a line. */
function refusalIn(stderr) {
  const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('go: downloading'));
  return (lines.find((line) => /requires go >=|40[34] /.test(line)) ?? lines[0] ?? '')
    .replace(/^go: /, '')
    .replace(/https:\S+ /, '');
}

async function byGet(root, name, release) {
  const workspace = openWorkspace({ root, release: release.version });
  const { modules, problems } = await workspace.get(['.'], { modules: [name], write: true, only: true });
  if (problems.length > 0)
    return { verdict: 'unknown', why: problems.map(({ message }) => message).join('; ') };
  const [{ got, conflicts, written }] = modules;
  const [{ module, version, by, newest, held, newer }] = got;
  const next = nextOf(newer);
  const found = { module, version, by, newest, held, ...(next && { next }) };
  if (!written) return { ...found, verdict: 'none', why: conflicts.map(({ message }) => message).join('; ') };
  writeFileSync(join(root, 'main.go'), mainGo(name));
  return { ...found, ...(await judged(root, release)) };
}

/** Of the versions that are not taken the oldest: it asks for least. */
function nextOf(newer) {
  const oldest = newer.at(-1);
  if (!oldest) return undefined;
  const { to: version, demands, fits, why } = oldest;
  const [first] = demands;
  return { version, ...(first ? { first, more: demands.length - 1, fits: fits.to } : { why }) };
}

async function judged(root, { version }) {
  const { modules } = await openWorkspace({ root, release: version }).verify(['.'], {
    proof: 'compiled',
    only: true,
  });
  const [{ verdict, findings }] = modules;
  const wrong = findings.filter(({ severity }) => severity !== 'warning');
  return {
    verdict,
    ...(wrong.length > 0 && { why: wrong.map(({ message }) => message.split('\n')[0]).join('; ') }),
  };
}
