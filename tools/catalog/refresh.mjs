// node tools/catalog/refresh.mjs <release | image:… | path> <folder of release files> [release]
// Reads a release by `nakama-pins releases add` and updates the release files that the catalog is packed from. Nothing of
// what is read is executed.
// Run `npx nx build nakama-pins` first, and the packer afterwards.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openPackage } from '../server/package.mjs';

const [what, folder, name] = process.argv.slice(2);
if (what === undefined || folder === undefined) {
  console.error(
    'usage: node tools/catalog/refresh.mjs <release | image:… | path> <folder of release files> [release]',
  );
  process.exit(2);
}
const { InputError } = openPackage();
const { addRelease } = openPackage('adding/add-release.js');
const { Tools } = openPackage('toolchain/tools.js');
const workspaceDir = mkdtempSync(path.join(tmpdir(), 'nakama-catalog-'));
const onProgress = (event) => event.kind === 'line' && console.error(event.text);
try {
  const release = name ?? (/^\d+\.\d+\.\d+$/.test(what) ? what : undefined);
  const known = release === undefined ? undefined : path.join(folder, `${release}.json`);
  if (known !== undefined && existsSync(known)) {
    mkdirSync(path.join(workspaceDir, 'nakama-releases'));
    copyFileSync(known, path.join(workspaceDir, 'nakama-releases', `${release}.json`));
  }
  const tools = new Tools({ root: workspaceDir, env: process.env, onProgress });
  const added = await addRelease({ what, cwd: process.cwd(), workspaceDir, name }, tools);
  const file = path.join(folder, `${added.release}.json`);
  copyFileSync(path.join(workspaceDir, added.file), file);
  console.log(
    `${file}: ${added.platforms.join(' ')}, Go ${added.go}, ${added.modules} modules, ${added.packages} packages`,
  );
  for (const missing of added.unknownImports) console.log(`imports not known: ${missing}`);
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(`catalog: ${error.message}`);
  process.exitCode = 2;
} finally {
  rmSync(workspaceDir, { recursive: true, force: true });
}
