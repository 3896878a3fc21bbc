// Starts the check's child processes: argv arrays, no shell, output streamed.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repoRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** No daemon or cloud of Nx. npm's setting to be silent is not passed on. */
function childEnvironment() {
  const environment = { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_TUI: 'false' };
  delete environment.npm_config_loglevel;
  return environment;
}

/** Resolves to the exit code; 1 if a signal ended the process or it could not start. */
export function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: repoRoot, env: childEnvironment(), stdio: 'inherit' });
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** The script of a package's command, so that Node itself can run it on every system. */
export function binary(packageName, command = packageName) {
  const folder = path.join(repoRoot, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return path.join(folder, typeof bin === 'string' ? bin : bin[command]);
}

export function hasCommand(command) {
  return spawnSync(command, ['version'], { stdio: 'ignore' }).status === 0;
}
