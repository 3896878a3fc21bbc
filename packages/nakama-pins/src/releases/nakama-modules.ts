/** The server's module, which plugins of Nakama 2 imported; the path of its other modules begins with it. */
export const NAKAMA = 'github.com/heroiclabs/nakama';

/** The module of Nakama's runtime API: every plugin requires it, and its version follows the server's. */
export const NAKAMA_COMMON = 'github.com/heroiclabs/nakama-common';

/** The package of the types in InitModule's signature. */
export const RUNTIME_PACKAGE = `${NAKAMA_COMMON}/runtime`;
