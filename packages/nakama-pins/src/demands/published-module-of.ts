import { DownloadError } from '../module-proxy/download-error';
import type { Published } from './published-modules';

/**
 * The module that a module or package path is of: the longest path that is published.
 *
 * @throws DownloadError that says most of those that were met, if none is
 */
export async function publishedModuleOf(path: string, published: Published): Promise<string> {
  let best: DownloadError | undefined;
  for (const prefix of prefixesOf(path)) {
    try {
      const versions = await published.versions(prefix);
      if (versions.length > 0) return prefix;
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      // Nothing that could be asked next would be answered.
      if (error.failure === 'offline') throw error;
      best ??= error;
    }
  }
  throw best ?? new DownloadError('not-found', `no module is published as ${path}`, 'correct the path');
}

/** Longest first. On a host of repositories, no module is named by an owner alone. */
function prefixesOf(path: string): string[] {
  const elements = path.split('/');
  const least = /^(?:github|gitlab|bitbucket)\.\w+$/.test(elements[0] ?? '') ? 3 : 1;
  const lengths = elements.map((_, i) => elements.length - i).filter((length) => length >= least);
  return lengths.map((length) => elements.slice(0, length).join('/'));
}
