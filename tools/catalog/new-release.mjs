/**
 * Adds releases to the shipped catalog, and makes a patch version of the packages with them:
 *
 *   node tools/catalog/new-release.mjs 3.42.0                 a release, from its image or its Go module
 *   node tools/catalog/new-release.mjs --missing              those that the registry has and the catalog lacks
 *   node tools/catalog/new-release.mjs <image: or path> --name 3.42.0
 *
 * `--from image|module`, `--platform <platform>` and `--insecure <host>` as of `nakama-pins releases add`; `--body <file>`
 * writes what a commit and a pull request say: the title, an empty line, the rest. It needs nothing but this repository, after `npx nx build nakama-pins`: the catalog is
 * unpacked, the releases are read by `releases add`, and the catalog is packed again. Nothing of what is read is run.
 * Exit code 0 also if nothing is missing; the last line says so.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import semver from 'semver';
import { repoRoot, run } from '../check/processes.mjs';
import { openPackage } from '../server/package.mjs';
import { CATALOG_DIR, writeDigest } from './digest.mjs';
import { mergePublishedFiles } from './merge-published.mjs';
import { readRelease } from './refresh.mjs';
import { writeReleaseList } from './release-list.mjs';
import { unpackCatalog } from './unpack.mjs';
import { nextVersion, writeVersion } from './version.mjs';

const toolDir = path.dirname(fileURLToPath(import.meta.url));
const { InputError } = openPackage();

try {
  await main(options());
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(`catalog: ${error.message}`);
  process.exitCode = 2;
}

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      missing: { type: 'boolean' },
      name: { type: 'string' },
      from: { type: 'string' },
      body: { type: 'string' },
      platform: { type: 'string', multiple: true },
      insecure: { type: 'string', multiple: true },
    },
  });
  if ((positionals.length === 0) !== (values.missing === true)) {
    console.error('usage: node tools/catalog/new-release.mjs <release | image:… | path> | --missing');
    process.exit(2);
  }
  return { ...values, wanted: positionals };
}

async function main({ wanted, missing, body, ...reading }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'nakama-catalog-'));
  try {
    const known = unpackCatalog(folder);
    const sources = missing ? await missingReleases(known) : wanted;
    if (sources.length === 0) {
      console.log('catalog: it has every release of the registry');
      return;
    }
    const added = [];
    for (const what of sources) added.push(await readRelease(what, folder, reading));
    await pack(folder, added);
    added.sort((a, b) => semver.compare(a.release, b.release));
    const version = nextVersion();
    writeVersion(version, added.map(summaryOf));
    if (body !== undefined) writeFileSync(body, bodyOf(version, added));
    console.log(
      `catalog: ${added.map(({ release }) => release).join(', ')} added; the packages are ${version}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Those of the official image, oldest first; what is older than the catalog is not missing. */
async function missingReleases(known) {
  const { remoteReleases } = openPackage('for-tools.js');
  const { releases } = await remoteReleases(known, { env: process.env });
  return releases
    .filter(({ add }) => add !== undefined)
    .map(({ version }) => version)
    .reverse();
}

/** The catalog's files, and what the other programs here record for new releases. */
async function pack(folder, added) {
  await succeed('pack.mjs', folder);
  mergePublishedFiles(added.map((one) => one.path));
  await succeed('toolchains.mjs');
  await succeed('imports.mjs');
  writeDigest();
  await writeReleaseList();
}

async function succeed(program, ...args) {
  const code = await run(process.execPath, [path.join(toolDir, program), ...args]);
  if (code !== 0)
    throw new InputError([{ file: `tools/catalog/${program}`, message: `it ended with ${code}` }]);
}

/** `Nakama 3.42.0: Go 1.27.1, nakama-common v1.48.0` */
function summaryOf({ release }) {
  const { go, nakamaCommon } = indexOf().find((entry) => entry.release === release);
  return `Nakama ${release}: Go ${go}, nakama-common ${nakamaCommon}`;
}

/** What each release changes for plugins: what `nakama-pins releases diff` prints, by the catalog as it is now. */
function bodyOf(version, added) {
  const names = indexOf().map(({ release }) => release);
  const sections = added.map(({ release, notes, unknownImports }) => {
    const previous = names[names.indexOf(release) + 1];
    const said = [
      ...notes,
      ...(unknownImports.length === 0 ? [] : [`imports not known: ${unknownImports.join(', ')}`]),
    ];
    return [
      `## Nakama ${release}\n`,
      ...(previous === undefined
        ? []
        : [
            `\`nakama-pins releases diff ${previous} ${release}\`:\n`,
            `\`\`\`text\n${diff(previous, release)}\`\`\`\n`,
          ]),
      ...said.map((line) => `- ${line}\n`),
    ].join('\n');
  });
  const releases = added.map(({ release }) => release).join(', ');
  return `Add Nakama ${releases} to the catalog\n\nThe packages become ${version}.\n\n${sections.join('\n')}`;
}

function diff(from, to) {
  const command = path.join(repoRoot, 'packages/nakama-pins/dist/cli/main.js');
  return execFileSync(process.execPath, [command, 'releases', 'diff', from, to], { encoding: 'utf8' });
}

/** The catalog's summaries, newest first. */
function indexOf() {
  return JSON.parse(readFileSync(path.join(CATALOG_DIR, 'index.json'), 'utf8'));
}
