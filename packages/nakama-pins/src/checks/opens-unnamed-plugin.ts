import { posix } from 'node:path';
import { isCompiled } from '../go-module/build-target';
import { under } from '../workspace/folders';
import { NAKAMA_JSON } from '../workspace/nakama-json';
import { defineCheck } from './define-check';

/** plugin.Open compares a plugin with the process at whatever time it is called; in InitModule, an error ends the server. */
export const opensUnnamedPlugin = defineCheck('opens-unnamed-plugin', function* ({ facts, targets }) {
  const { openings, opens, dir } = facts;
  const files = opens?.map(({ file }) => file) ?? [];
  for (const { source, position, call, paths } of openings) {
    if (!isCompiled(source, targets)) continue;
    // One of several is for another platform, or for a test.
    const isNamed = paths.length === 0 ? opens !== undefined : paths.some((path) => names(files, path));
    if (isNamed) continue;
    yield {
      severity: 'warning',
      location: { file: source.file, ...position },
      data: {
        kind: 'called',
        call,
        paths,
        file: opens?.[0]?.location.file ?? under(dir, NAKAMA_JSON),
        hasList: files.length > 0,
      },
    };
  }
});

/**
 * Files keep their names on the way to the server, and mostly the folder next to them: `lib/hiro.bin` there is
 * `plugins/arena/lib/hiro.bin` here. An absolute path is one of the server's image.
 */
function names(files: readonly string[], path: string): boolean {
  const wanted = posix.normalize(path);
  if (posix.isAbsolute(wanted)) return files.some((file) => posix.basename(file) === posix.basename(wanted));
  return files.some((file) => endsWith(file, wanted) || endsWith(wanted, file));
}

function endsWith(path: string, end: string): boolean {
  return path === end || path.endsWith(`/${end}`);
}
