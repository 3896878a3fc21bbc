import { DownloadError } from '../module-proxy/download-error';
import type { GoSettings } from '../module-proxy/go-settings';
import { TOOLCHAIN_MODULE } from '../module-proxy/module-proxy';
import { matchesPrefix } from '../module-proxy/path-patterns';
import { parseVerifier, type Verifier } from './signed-note';

/** The keys that cmd/go knows (internal/modfetch/key.go). */
const KNOWN_KEYS: Readonly<Record<string, string>> = {
  'sum.golang.org': 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8',
};

/** Another name of the same database, which can be reached from mainland China. */
const ALIASES: Readonly<Record<string, string>> = {
  'sum.golang.google.cn': 'sum.golang.org https://sum.golang.google.cn',
};

/** The checksum database that is asked. */
export interface SumdbSetting {
  readonly verifier: Verifier;
  /** An address to ask instead of the proxies and the database's own. */
  readonly url?: string;
}

const SYNTAX =
  'write GOSUMDB as "<name>+<hash>+<key>", and after it the address if that is not https://<name>';

/**
 * Reads GOSUMDB as cmd/go does (internal/modfetch/sumdb.go, dbDial).
 *
 * @throws DownloadError if it is off or malformed
 */
export function sumdbSetting(settings: GoSettings): SumdbSetting {
  const text = settings('GOSUMDB') || 'sum.golang.org';
  if (text === 'off') {
    throw new DownloadError(
      'disabled',
      'the checksum database is off: GOSUMDB=off',
      'unset GOSUMDB, or set it to sum.golang.org',
    );
  }
  const [key = '', url, ...rest] = (ALIASES[text] ?? text).trim().split(/\s+/);
  try {
    if (rest.length > 0 || (url !== undefined && !URL.canParse(url))) throw new Error('malformed GOSUMDB');
    const verifier = parseVerifier(KNOWN_KEYS[key] ?? key);
    const own = `https://${verifier.name}`;
    if (!URL.canParse(own) || new URL(own).href.replace(/\/$/, '') !== own) {
      throw new Error(`${verifier.name} is not a host with a path`);
    }
    return { verifier, url: url?.replace(/\/+$/, '') };
  } catch (error) {
    throw new DownloadError('disabled', `GOSUMDB: ${(error as Error).message}`, SYNTAX, { cause: error });
  }
}

/** Whether the settings want a module's hashes checked: as useSumDB of cmd/go, which always checks toolchains. */
export function usesSumdb(settings: GoSettings, modulePath: string): boolean {
  if (modulePath === TOOLCHAIN_MODULE) return true;
  const exempt = settings('GONOSUMDB') || settings('GOPRIVATE');
  return settings('GOSUMDB') !== 'off' && !matchesPrefix(exempt, modulePath);
}
