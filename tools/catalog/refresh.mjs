// node tools/catalog/refresh.mjs <release | image:… | path> <folder of release files> [release]
// Reads a release by `nakama-pins releases add` and updates the release files that the catalog is packed from. Nothing of
// what is read is executed.
// Run `npx nx build nakama-pins` first, and the packer afterwards.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPackage } from '../server/package.mjs';

const { InputError } = openPackage();

/**
 * Reads a release into its file in a folder, or its platforms into the file that is there.
 *
 * @param options `name`, `from`, `platform` and `insecure` as of `releases add`
 * @returns what was added; `path` is that of the file
 * @throws InputError if it can't be had
 */
export async function readRelease(what, folder, { name, from, platform, insecure } = {}) {
  const { Tools, addRelease } = openPackage('for-tools.js');
  const workspaceDir = mkdtempSync(path.join(tmpdir(), 'nakama-catalog-'));
  const onProgress = (event) => event.kind === 'line' && console.error(event.text);
  try {
    const release = name ?? (/^\d+\.\d+\.\d+$/.test(what) ? what : undefined);
    const known = release === undefined ? undefined : path.join(folder, `${release}.json`);
    if (known !== undefined && existsSync(known)) {
      mkdirSync(path.join(workspaceDir, 'nakama-releases'));
      copyFileSync(known, path.join(workspaceDir, 'nakama-releases', `${release}.json`));
    }
    const added = await addRelease(
      { what, cwd: process.cwd(), workspaceDir, name, from, platforms: platform, insecure },
      new Tools({ root: workspaceDir, env: process.env, onProgress }),
    );
    const file = path.join(folder, `${added.release}.json`);
    copyFileSync(path.join(workspaceDir, added.file), file);
    console.log(
      `${added.release}: ${added.platforms.join(' ')}, Go ${added.go}, ${added.modules} modules, ${added.packages} packages`,
    );
    for (const note of added.notes) console.log(`  ${note}`);
    for (const missing of added.unknownImports) console.log(`  imports not known: ${missing}`);
    return { ...added, path: file };
  } finally {
    rmSync(workspaceDir, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [what, folder, name] = process.argv.slice(2);
  if (what === undefined || folder === undefined) {
    console.error(
      'usage: node tools/catalog/refresh.mjs <release | image:… | path> <folder of release files> [release]',
    );
    process.exit(2);
  }
  try {
    await readRelease(what, folder, { name });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.error(`catalog: ${error.message}`);
    process.exitCode = 2;
  }
}
