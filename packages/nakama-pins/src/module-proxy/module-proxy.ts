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

/** What go asks where nothing is set (`go env GOPROXY`). */
const GO_DEFAULT = 'https://proxy.golang.org,direct';

const DIRECT: ProxyEntry = { kind: 'direct', url: '', fallBackOnError: false };

/** The proxies of GOPROXY, or those of go. @throws DownloadError if GOPROXY can't be read */
export function proxyList(settings: GoSettings): ProxyEntry[] {
  return parseProxyList(settings('GOPROXY') || GO_DEFAULT);
}

/** The proxies that the settings name for a module. @throws DownloadError if GOPROXY can't be read */
function proxiesFor(settings: GoSettings, modulePath: string): ProxyEntry[] {
  const entries = privateBy(settings, modulePath) ? [DIRECT] : proxyList(settings);
  if (modulePath !== TOOLCHAIN_MODULE) return entries;
  return entries.map((entry) =>
    entry.kind === 'direct' ? { ...entry, kind: 'url', url: TOOLCHAIN_ORIGIN } : entry,
  );
}

/** The setting by which go asks no proxy for a module; undefined if there is none. */
function privateBy(settings: GoSettings, modulePath: string): string | undefined {
  const name = (['GONOPROXY', 'GOPRIVATE'] as const).find((setting) => settings(setting));
  return name && matchesPrefix(settings(name), modulePath) ? name : undefined;
}

/** Why only the module's own repository is left. */
function whyDirect(settings: GoSettings, modulePath: string): string {
  const by = privateBy(settings, modulePath);
  if (by) return `${by} names it`;
  return 'GOPROXY is direct';
}

/**
 * Opens a file of a module version at the first proxy that serves it.
 *
 * @param file as the protocol names it: `zip`, `mod`, `info`
 * @throws DownloadError if no proxy does, or none may be asked
 */
export function openModuleFile(
  { path, version = '' }: ModuleVersion,
  file: 'zip' | 'mod' | 'info',
  settings: GoSettings,
  web: Web,
): Promise<Download> {
  const what = { path, name: `${path}@${version}`, file: `@v/${escapeModule(version)}.${file}` };
  return openAtProxies(what, settings, web);
}

/**
 * Opens what proxies say of all versions of a module: the list of its tags, or its newest version where it has none.
 *
 * @throws DownloadError if no proxy does, or none may be asked
 */
export function openModuleIndex(
  path: string,
  file: '@v/list' | '@latest',
  settings: GoSettings,
  web: Web,
): Promise<Download> {
  return openAtProxies({ path, name: path, file }, settings, web);
}

/** A file below a module's address, and what the module is called in messages. */
interface ProxyFile {
  readonly path: string;
  readonly name: string;
  readonly file: string;
}

function openAtProxies({ path, name, file }: ProxyFile, settings: GoSettings, web: Web): Promise<Download> {
  const refusals: string[] = [];
  return tryProxies(proxiesFor(settings, path), async ({ kind, url }) => {
    if (kind === 'off') {
      throw new DownloadError(
        'disabled',
        `${name} can't be downloaded: GOPROXY is off`,
        'set GOPROXY to a module proxy',
      );
    }
    if (kind === 'direct') {
      throw new DownloadError(
        'disabled',
        `${[...refusals, name].join(', and ')} is in its own repository, which only go can read${refusals.length > 0 ? '' : ` (${whyDirect(settings, path)})`}`,
        'install Go (https://go.dev/dl), or set GOPROXY to a proxy that serves the module',
      );
    }
    try {
      return await web.open(`${url}/${escapeModule(path)}/${file}`);
    } catch (error) {
      if (error instanceof DownloadError) refusals.push(error.message);
      throw error;
    }
  });
}
