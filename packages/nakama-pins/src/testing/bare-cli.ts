import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { type Files, workspace } from './workspace';

/** How a command ended. */
export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a process of its own, from source, on a computer without Go, gcc, Docker and network. */
export function runBareCli(args: readonly string[], files: Files): Promise<CliRun> {
  const main = join(__dirname, '../cli/main.ts');
  const argv = ['-r', require.resolve('@swc-node/register'), main, ...args];
  const env = {
    HOME: process.env['HOME'],
    PATH: '/nowhere',
    GOPROXY: 'off',
    NAKAMA_PINS_CACHE: workspace({ keep: '' }),
    SWC_NODE_PROJECT: join(__dirname, '../../tsconfig.lib.json'),
    NO_COLOR: '1',
  };
  return new Promise((resolve) => {
    execFile(process.execPath, argv, { cwd: workspace(files), env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}
