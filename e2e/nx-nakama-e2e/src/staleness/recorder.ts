import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InstalledExecutors } from '../installed-executors';
import type { Workspace } from '../workspace';

/** Of the targets that take long or need Go, Nx's part alone is under test: which of them it runs again. */
const EXECUTORS = ['build', 'test', 'lint', 'verify-load', 'verify-pins'];

/** Takes the place of an executor: it writes down that it ran, and makes what the real one would, by its sources. */
const RECORDER = `
const { appendFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
exports.default = async function* ({ tasks }, inputs, overrides, { root, projectsConfigurations }) {
  for (const id of Object.keys(tasks)) {
    const { project, target } = tasks[id].target;
    appendFileSync(process.env.RECORD, project + ' ' + target + '\\n');
    if (target === 'build') {
      const dir = projectsConfigurations.projects[project].root;
      const folder = join(root, inputs[id].outputDir, 'linux-amd64');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, project + '.so'), readFileSync(join(root, dir, 'go.mod')));
    }
    yield { task: id, result: { success: true, terminalOutput: '' } };
  }
};
`;

/** Has the installed nx-nakama write down which tasks run, instead of running them. */
export function installRecorder(workspace: Workspace): void {
  const executors = new InstalledExecutors(workspace);
  const batchImplementation = executors.add('recorder.js', RECORDER);
  for (const name of EXECUTORS) executors.replace(name, (executor) => ({ ...executor, batchImplementation }));
}

/** Runs all targets and says which tasks ran: `arena build`, sorted. */
export function tasksThatRun(workspace: Workspace, env: NodeJS.ProcessEnv = {}): string[] {
  const record = join(dirname(workspace.root), 'record.txt');
  rmSync(record, { force: true });
  const targets = ['verify-pins', 'build', 'test', 'lint', 'verify-load'];
  workspace.run(
    '.',
    // One process less for each plugin of Nx, fifty times.
    { ...env, RECORD: record, NX_ISOLATE_PLUGINS: 'false' },
    workspace.nxProgram,
    ...['run-many', '-t', ...targets, '--outputStyle=static', '--parallel=2'],
  );
  return existsSync(record) ? readFileSync(record, 'utf8').trim().split('\n').filter(Boolean).sort() : [];
}

/** A folder for PATH with one program that says its version, and does nothing else. */
export function programSaying(folder: string, name: string, text: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\necho '${text}'\n`);
  chmodSync(join(folder, name), 0o755);
  return folder;
}
