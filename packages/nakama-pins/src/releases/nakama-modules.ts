/** The server's module, which plugins of Nakama 2 imported; the path of its other modules begins with it. */
export const NAKAMA = 'github.com/heroiclabs/nakama';

/** The module of Nakama's runtime API: every plugin requires it, and its version follows the server's. */
export const NAKAMA_COMMON = 'github.com/heroiclabs/nakama-common';

/** What nakama-common needs: every plugin links it. */
export const PROTOBUF = 'google.golang.org/protobuf';

/** The package of the types in InitModule's signature. */
export const RUNTIME_PACKAGE = `${NAKAMA_COMMON}/runtime`;

/** The server as a Go module. */
export const SERVER_MODULE = 'github.com/heroiclabs/nakama/v3';

/** The server's own packages as 3.40.0 has them, below its module path: the catalog has those of other modules alone. */
const SERVER_FOLDERS: readonly string[] = [
  'apigrpc',
  'console',
  'console/acl',
  'flags',
  'iap',
  'internal/cronexpr',
  'internal/ctxkeys',
  'internal/gopher',
  'internal/satori',
  'internal/skiplist',
  'migrate',
  'se',
  'server',
  'social',
];

/** Whether a package belongs to the server's own module. */
export function isServersOwn(importPath: string): boolean {
  return SERVER_FOLDERS.some((folder) => importPath === `${SERVER_MODULE}/${folder}`);
}
