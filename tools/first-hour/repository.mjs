// A studio's repository, as hands leave it: three plugins and a library, one plugin behind, one built with other flags.
import { mkdirSync, rmSync } from 'node:fs';
import { succeed } from '../workspaces/processes.mjs';

/** What it runs on, before and after. */
export const RELEASE = '3.37.0';
export const NEXT = '3.40';

/** Files that only nx-nakama would write are not in it. */
export async function writeRepository(workspace) {
  const nx = (...args) =>
    succeed(process.execPath, [workspace.command('nx'), ...args], { cwd: workspace.root });
  const before = ['.gitignore', 'nx.json', 'package.json'].map((file) => [file, workspace.read(file)]);
  await nx('g', 'nakama-library', 'score', `--release=${RELEASE}`);
  await nx('g', 'nakama-plugin', 'arena', '--imports=score');
  for (const name of ['chat', 'shop']) await nx('g', 'nakama-plugin', name);
  for (const [file, text] of before) workspace.write(file, text);
  rmSync(workspace.path('nakama.json'));
  rmSync(workspace.path('.nx'), { recursive: true, force: true });
  for (const folder of ['libs/score', 'plugins/arena', 'plugins/chat', 'plugins/shop'])
    rmSync(workspace.path(folder, 'README.md'));
  mkdirSync(workspace.path('deploy'));
  workspace.write('deploy/docker-compose.yml', compose());
  edit(workspace, 'plugins/chat/go.mod', /(nakama-common) v\S+/, '$1 v1.43.1');
  edit(workspace, 'plugins/chat/Dockerfile', /pluginbuilder:\S+/, 'pluginbuilder:3.36.0');
  edit(workspace, 'plugins/shop/Dockerfile', / -trimpath -o/, ' -o');
  await commit(workspace);
}

/** As the fix of the finding build-command says. */
export function addTrimpath(workspace) {
  edit(workspace, 'plugins/shop/Dockerfile', / -o/, ' -trimpath -o');
}

async function commit({ root }) {
  const git = (...args) => succeed('git', args, { cwd: root });
  const who = ['-c', 'user.name=studio', '-c', 'user.email=studio@example.com'];
  await git('init', '--quiet');
  await git('add', '--all');
  await git(...who, 'commit', '--quiet', '--message', 'Our game');
}

function compose() {
  return `services:
  nakama:
    image: heroiclabs/nakama:${RELEASE}
`;
}

function edit(workspace, file, from, to) {
  const before = workspace.read(file);
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${file} has no ${from}`);
  workspace.write(file, after);
}
