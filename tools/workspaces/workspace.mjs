// Makes Nx workspaces that have our packages installed as a registry would give them.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { install } from '../check/install.mjs';
import { binary, repoRoot } from '../check/processes.mjs';
import { npm, succeed } from './processes.mjs';

const PACKAGES = ['nakama-pins', 'nx-nakama'].map((name) => path.join(repoRoot, 'packages', name));

/** Installs this repository's dependencies where needed and builds the packages. */
export async function prepareRepository() {
  if ((await install()) !== 0) throw new Error('the dependencies could not be installed (see above)');
  await succeed(process.execPath, [binary('nx'), 'run-many', '-t', 'build'], { cwd: repoRoot });
}

/**
 * Runs `use` with a new temporary folder, which is removed afterwards, also on Ctrl-C.
 *
 * @template T
 * @param {(folder: string) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withTemporaryFolder(use) {
  // Resolved, because on macOS the folder is a link and Nx uses the resolved path as the workspace root.
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'nx-nakama-')));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const interrupted = () => {
    remove();
    process.exit(130);
  };
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  try {
    return await use(folder);
  } finally {
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
    remove();
  }
}

/**
 * Packs package folders, as `npm publish` would.
 *
 * @param {readonly string[]} folders absolute
 * @param {string} destination an existing folder
 * @returns {Promise<string[]>} the tarballs' paths
 */
async function pack(folders, destination) {
  const tarballs = [];
  for (const cwd of folders) {
    await npm(['pack', '--silent', '--pack-destination', destination], { cwd });
    const { name, version } = readJson(path.join(cwd, 'package.json'));
    tarballs.push(path.join(destination, `${name}-${version}.tgz`));
  }
  return tarballs;
}

/**
 * Makes an Nx workspace with the Nx of this repository and our built packages installed.
 *
 * @param {string} folder an empty one for everything
 * @param {readonly string[]} [otherPackages] folders of more packages to install
 * @returns {Promise<Workspace>}
 */
export async function createWorkspace(folder, otherPackages = []) {
  const packs = path.join(folder, 'packs');
  const root = path.join(folder, 'game');
  mkdirSync(packs);
  mkdirSync(root);
  const tarballs = await pack([...PACKAGES, ...otherPackages], packs);

  const { nx } = readJson(path.join(repoRoot, 'package.json')).devDependencies;
  writeJson(path.join(root, 'package.json'), { name: 'game', version: '0.0.0', private: true });
  writeJson(path.join(root, 'nx.json'), { analytics: false });
  writeFileSync(path.join(root, '.gitignore'), 'node_modules\n.nx\n');
  const args = ['--save-dev', '--save-exact', '--prefer-offline', '--no-audit', '--no-fund'];
  await npm(['install', ...args, `nx@${nx}`, `@nx/devkit@${nx}`, ...tarballs], { cwd: root });
  return new Workspace(root);
}

/**
 * A copy of a workspace without what Nx keeps of it.
 *
 * @param {Workspace} workspace
 * @param {string} root absolute, not there yet
 * @returns {Workspace}
 */
export function copyWorkspace(workspace, root) {
  cpSync(workspace.root, root, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => path.basename(file) !== '.nx',
  });
  return new Workspace(root);
}

/** An Nx workspace with its node_modules. */
class Workspace {
  /** @param {string} root absolute */
  constructor(root) {
    this.root = root;
  }

  /** @returns {string} the absolute path of a file of the workspace */
  path(...segments) {
    return path.join(this.root, ...segments);
  }

  /**
   * The script of a package's command, so that Node itself can run it on every system.
   * @returns {string}
   */
  command(packageName) {
    const { bin } = readJson(this.path('node_modules', packageName, 'package.json'));
    return this.path('node_modules', packageName, typeof bin === 'string' ? bin : bin[packageName]);
  }

  read(file) {
    return readFileSync(this.path(file), 'utf8');
  }

  write(file, text) {
    writeFileSync(this.path(file), text);
  }
}

export function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

export function writeJson(file, value) {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
