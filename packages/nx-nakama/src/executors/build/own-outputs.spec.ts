import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type TempWorkspace, tempWorkspace } from '../../testing/temp-workspace';
import { removeEarlierBuilds } from './own-outputs';

describe('removeEarlierBuilds', () => {
  let workspace: TempWorkspace;
  afterEach(() => workspace.remove());

  it('removes the same plugin for other platforms, and nothing else', () => {
    workspace = tempWorkspace({
      'dist/arena/linux-amd64/arena.so': 'new',
      'dist/arena/linux-arm64/arena.so': 'of a platform that is no longer named',
      'dist/arena/linux-arm64/mine.so': 'not ours',
      'dist/arena/notes/arena.so': 'kept: a folder of a-b form alone is a platform',
      'dist/arena/old arena/arena.so': 'not ours',
      'dist/arena/arena.so': 'not ours',
    });
    removeEarlierBuilds(workspace.root, ['dist/arena/linux-amd64/arena.so']);
    const left = (file: string): boolean => existsSync(join(workspace.root, 'dist/arena', file));
    expect(left('linux-arm64/arena.so')).toBe(false);
    for (const file of [
      'linux-amd64/arena.so',
      'linux-arm64/mine.so',
      'notes/arena.so',
      'old arena/arena.so',
      'arena.so',
    ])
      expect(left(file)).toBe(true);
  });
});
