import type { ModuleVersion } from '../go-module/module-files';
import { DownloadError } from './download-error';
import { escapeModule } from './escape';
import type { GoSettings } from './go-settings';
import { matchesPrefix } from './path-patterns';
import { parseProxyList, type ProxyEntry, tryProxies } from './proxy-list';
import type { Download, Web } from './web';

/** Every Go toolchain is a version of this module. */
export const TOOLCHAIN_MODULE = 'golang.org/toolchain';

/** Where golang.org/toolchain says that its versions are: `direct` leads there. */
const TOOLCHAIN_ORIGIN = 'https://go.dev/dl/mod';

const DIRECT: ProxyEntry = { kind: 'direct', url: '', fallBackOnError: false };

/** The proxies of GOPROXY; the origin if nothing is set. @throws DownloadError if GOPROXY can't be read */
export function proxyList(settings: GoSettings): ProxyEntry[] {
  return parseProxyList(settings('GOPROXY') || 'direct');
}

/** The proxies that the settings name for a module. @throws DownloadError if GOPROXY can't be read */
function proxiesFor(settings: GoSettings, modulePath: string): ProxyEntry[] {
  const isPrivate = matchesPrefix(settings('GONOPROXY') || settings('GOPRIVATE'), modulePath);
  const entries = isPrivate ? [DIRECT] : proxyList(settings);
  if (modulePath !== TOOLCHAIN_MODULE) return entries;
  return entries.map((entry) =>
    entry.kind === 'direct' ? { ...entry, kind: 'url', url: TOOLCHAIN_ORIGIN } : entry,
  );
}

/**
 * Opens a file of a module version at the first proxy that serves it.
 *
 * @param file as the protocol names it: `zip`, `mod`, `info`
 * @throws DownloadError if no proxy does, or none may be asked
 */
export async function openModuleFile(
  { path, version }: ModuleVersion,
  file: 'zip' | 'mod' | 'info',
  settings: GoSettings,
  web: Web,
): Promise<Download> {
  return tryProxies(proxiesFor(settings, path), ({ kind, url }) => {
    if (kind === 'off') {
      throw new DownloadError(
        'disabled',
        `${path}@${version} can't be downloaded: GOPROXY is off`,
        'set GOPROXY to a module proxy',
      );
    }
    if (kind === 'direct') {
      throw new DownloadError(
        'disabled',
        `${path}@${version} is in its own repository, which only go can read`,
        'install Go (https://go.dev/dl), or set GOPROXY to a proxy that serves the module',
      );
    }
    return web.open(`${url}/${escapeModule(path)}/@v/${escapeModule(version ?? '')}.${file}`);
  });
}
