import { GO_MOD_MAX_BYTES, parseGoMod } from '../go-module/go-mod';
import type { GoMod } from '../go-module/module-files';
import { compareVersions, isValidVersion } from '../go-module/module-version';
import { memo } from '../input/memo';
import { DownloadError } from '../module-proxy/download-error';
import type { GoSettings } from '../module-proxy/go-settings';
import { openModuleFile, openModuleIndex } from '../module-proxy/module-proxy';
import { readBody, type Web } from '../module-proxy/web';
import { again } from './again';

/** What is published of modules; each answer is asked for once. */
export interface Published {
  /**
   * All versions of a module, in no order; those of commits only where it has no other.
   *
   * @throws DownloadError if the module is not known, or can't be asked for
   */
  versions(path: string): Promise<readonly string[]>;
  /**
   * The go.mod of a version.
   *
   * @throws DownloadError if there is none, or it can't be asked for; InputError if it can't be read
   */
  goMod(path: string, version: string): Promise<GoMod>;
}

/** The largest module has some thousand tags. */
const MAX_LIST_BYTES = 4 * 1024 * 1024;

/** What the proxies of GOPROXY publish. */
export function publishedModules(settings: GoSettings, web: Web): Published {
  const index = async (path: string, file: '@v/list' | '@latest'): Promise<string> =>
    again(async () =>
      (await readBody(await openModuleIndex(path, file, settings, web), MAX_LIST_BYTES)).toString('utf8'),
    );
  const versions = memo(async (path: string): Promise<readonly string[]> => {
    const listed = (await index(path, '@v/list')).split('\n').flatMap((line) => {
      const [version = ''] = line.trim().split(/\s+/);
      return isValidVersion(version) ? [version] : [];
    });
    const tags = listed.filter((version) => !isCommit(version));
    if (tags.length > 0) return tags;
    const [newest] = listed.sort((a, b) => compareVersions(b, a));
    return index(path, '@latest').then(
      (text) => [latestIn(text, path)],
      (error: unknown) => {
        // As go does: a proxy need not have it.
        if (newest !== undefined && isMissing(error)) return [newest];
        throw error;
      },
    );
  });
  const goMod = memo(async ([path, version]: readonly [string, string]): Promise<GoMod> => {
    const text = await again(async () => {
      const download = await openModuleFile({ path, version }, 'mod', settings, web);
      return (await readBody(download, GO_MOD_MAX_BYTES)).toString('utf8');
    });
    return parseGoMod(text, `${path}@${version}/go.mod`);
  });
  return { versions, goMod: (path, version) => goMod([path, version]) };
}

/** Whether a version is made from a commit: `v0.0.0-20240325185450-eb4a9f9a6c9b`. */
function isCommit(version: string): boolean {
  return /[-.]\d{14}-[0-9a-f]{12}(?:\+|$)/.test(version);
}

function isMissing(error: unknown): boolean {
  return error instanceof DownloadError && error.failure === 'not-found';
}

function latestIn(text: string, path: string): string {
  const version = versionIn(text);
  if (version !== undefined) return version;
  throw new DownloadError(
    'damaged',
    `the proxy does not say which version of ${path} is the newest`,
    'check GOPROXY',
  );
}

function versionIn(text: string): string | undefined {
  try {
    const { Version } = JSON.parse(text) as { readonly Version?: unknown };
    return typeof Version === 'string' && isValidVersion(Version) ? Version : undefined;
  } catch {
    return undefined;
  }
}
