import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/**
 * What comes before paths from `base` to make them paths from the root of the repository, by which GitHub and GitLab find
 * files: `games/`, or nothing where `base` is that root, or in no repository.
 *
 * @param base absolute
 */
export function pathPrefix(base: string): string {
  for (let dir = base; ; dir = dirname(dir)) {
    if (existsSync(join(dir, '.git'))) {
      const way = relative(dir, base).split(sep).join('/');
      return way === '' ? '' : `${way}/`;
    }
    if (dirname(dir) === dir) return '';
  }
}
