import { isStandardPath } from '../go-module/standard-packages';
import type { Catalog } from '../releases/catalog';
import { SERVER_MODULE } from '../releases/nakama-modules';
import type { Explanation } from './explanation';

type Cause = Pick<Explanation, 'module' | 'means' | 'likely' | 'fix'>;

/** How many releases are named beside the one that is asked about. */
const NAMED_RELEASES = 3;

/**
 * What it means that a server has another version of a package, from the package's name and the catalog alone.
 *
 * @param release the one that the server is of, if it is known
 */
export function packageCause(path: string, catalog: Catalog, release?: string): Cause {
  if (isStandardPath(path)) return standardCause(path);
  const named = release === undefined ? undefined : catalog.list().find(({ version }) => version === release);
  const newest = named ?? catalog.list()[0];
  const module = newest && catalog.load(newest.version).moduleOfPackage(path);
  if (path.startsWith(`${SERVER_MODULE}/`)) return serverCause(path);
  if (!module) return unknownCause(path);
  const versions = named
    ? `Nakama ${named.version} links ${module.version}`
    : catalog
        .list()
        .slice(0, NAMED_RELEASES)
        .flatMap(({ version }) => {
          const found = catalog.load(version).module(module.path);
          return found ? [`Nakama ${version} links ${found.version}`] : [];
        })
        .join(', ');
  return {
    module: module.path,
    means: `the plugin has another version of ${module.path} than the server (${versions})`,
    likely: [
      'the server names the first such package only: others may follow',
      'or one of the two was built without -trimpath, where the server names a module that has the right version',
    ],
    fix: `npx nakama-pins pin, then build it again; which require brings the module: go mod why -m ${module.path}`,
  };
}

/**
 * Packages are compared leaves first (Go: runtime/plugin.go, plugin_lastmoduleinit), so those that import nothing are
 * named where everything differs.
 */
const LEAVES: ReadonlySet<string> = new Set([
  ...['internal/goarch', 'internal/goos', 'internal/unsafeheader', 'internal/cpu', 'internal/byteorder'],
  ...['internal/goexperiment', 'internal/abi', 'internal/race', 'internal/itoa', 'internal/profilerecord'],
  ...[
    'runtime/internal/sys',
    'runtime/internal/atomic',
    'internal/runtime/atomic',
    'internal/coverage/rtcov',
  ],
  ...[
    'internal/chacha8rand',
    'internal/asan',
    'internal/msan',
    'math/bits',
    'unicode/utf8',
    'sync/atomic',
    'cmp',
  ],
]);

function standardCause(path: string): Cause {
  const own: Readonly<Record<string, string>> = {
    net: 'one of the two was built with -tags netgo',
    'os/user': 'one of the two was built with -tags osusergo',
    'internal/race': 'one of the two was built with -race',
  };
  return {
    means: `${path} is of the standard library: the plugin was built by another Go than the server, or with other flags`,
    likely: [
      ...(own[path] === undefined ? [] : [own[path]]),
      LEAVES.has(path)
        ? 'it imports next to nothing, so nearly all differs: another Go version, or no -trimpath'
        : 'packages below it are equal, so it is a near Go version (1.26.4 beside 1.26.5), or a flag (-race, -gcflags, -tags)',
    ],
    fix: "build it by the server's exact Go, with -trimpath: npx nakama-pins build; what it was built by: go version -m <file>.so",
  };
}

function serverCause(path: string): Cause {
  return {
    module: SERVER_MODULE,
    means: `the plugin links ${path}, which is the server itself: no plugin can`,
    likely: [],
    fix: 'import github.com/heroiclabs/nakama-common alone',
  };
}

function unknownCause(path: string): Cause {
  return {
    means: `the server, or a plugin that it opened before, has another version of ${path}`,
    likely: [
      'no release that is known here links it: then two plugins of the server bring it in two versions, and the first that is opened binds it',
      'or the server is not an official one',
    ],
    fix: 'give all plugins of the server one version of it: npx nakama-pins verify names those that differ',
  };
}
