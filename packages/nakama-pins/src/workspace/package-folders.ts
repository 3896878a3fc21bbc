import { posix } from 'node:path';
import { type Folders, under } from './folders';

/**
 * The folders below a module's own that `./...` visits (https://pkg.go.dev/cmd/go#hdr-Package_lists_and_patterns),
 * relative to it, each before those in it.
 */
export function* packageFolders(workspace: Folders, dir: string, sub = '.'): Iterable<string> {
  for (const name of workspace.list(under(dir, sub))?.folders ?? []) {
    if (/^[_.]/.test(name) || name === 'testdata' || name === 'vendor' || name === 'node_modules') continue;
    const next = posix.join(sub, name);
    if (workspace.has(under(dir, next), 'go.mod')) continue;
    yield next;
    yield* packageFolders(workspace, dir, next);
  }
}
