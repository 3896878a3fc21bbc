// node tools/catalog/refresh.mjs <nakama binary> <folder of release files> [release]
// Reads a server's program by `nakama-pins releases add` and updates the release files that the catalog is packed from:
// Go, modules, packages and the fingerprints of its platform. What the program does not hold (date, images, hashes of
// go.mod files) stays as the file has it, or comes from the most similar release. The program is not executed.
// Run `npx nx build nakama-pins` first, and the packer afterwards.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openPackage } from '../server/package.mjs';

const [program, folder, name] = process.argv.slice(2);
if (program === undefined || folder === undefined) {
  console.error('usage: node tools/catalog/refresh.mjs <nakama binary> <folder of release files> [release]');
  process.exit(2);
}
const { addRelease, InputError } = openPackage();
const workspaceDir = mkdtempSync(path.join(tmpdir(), 'nakama-catalog-'));
try {
  const release = name ?? ownVersionOf(program);
  const known = release === undefined ? undefined : path.join(folder, `${release}.json`);
  if (known !== undefined && existsSync(known)) {
    mkdirSync(path.join(workspaceDir, 'nakama-releases'));
    copyFileSync(known, path.join(workspaceDir, 'nakama-releases', `${release}.json`));
  }
  const added = addRelease({ program: path.resolve(program), displayPath: program, workspaceDir, name });
  const file = path.join(folder, `${added.release}.json`);
  copyFileSync(path.join(workspaceDir, added.file), file);
  console.log(
    `${file}: ${added.platform}, Go ${added.go}, ${added.modules} modules, ${added.packages} packages`,
  );
  for (const missing of added.unknownImports) console.log(`imports not known: ${missing}`);
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(`catalog: ${error.message}`);
  process.exitCode = 2;
} finally {
  rmSync(workspaceDir, { recursive: true, force: true });
}

/** The version in the program; undefined if it was built from a checkout. */
function ownVersionOf(file) {
  const { ownVersion } = openPackage('artifact/server-release.js');
  const { readArtifact } = openPackage('artifact/read-artifact.js');
  return ownVersion(readArtifact(path.resolve(file), file));
}
