import { spawnSync } from 'node:child_process';
import { removeWorkspaces, workspace } from '../testing/workspace';
import { GitIgnores } from './git-ignores';

afterEach(removeWorkspaces);

const LONG = 'github.com/heroiclabs/nakama-common'.repeat(2000);

/** As git itself says. */
function asGit(root: string, path: string): boolean {
  spawnSync('git', ['init', '-q'], { cwd: root });
  return spawnSync('git', ['check-ignore', '-q', path], { cwd: root }).status === 0;
}

it.each([
  ['a rule longer than any path', `${LONG}\n/dist\n`],
  ['a range that ends before it begins', '[z-a]\n/dist\n'],
  ['a bracket that is open', '[\nfoo[\n/dist\n'],
  ['a backslash at the end', 'a\\\n/dist\n'],
  ['a rule with a carriage return', '/dist\r\n'],
])('%s keeps the other rules', (_, text) => {
  const root = workspace({ '.gitignore': text, 'dist/main.go': '', 'src/main.go': '' });
  const ignores = new GitIgnores(root, ['.gitignore']);
  for (const path of ['dist/', 'src/']) expect(ignores.ignores(path)).toBe(asGit(root, path));
});
