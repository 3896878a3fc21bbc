import { posix } from 'node:path';
import type { ExistingModule, ImportablePackage } from 'nakama-pins/scaffold';

/** How main.go imports libraries. */
export interface LibraryImports {
  /** The library whose Decode the RPC calls. */
  readonly decoder:
    | {
        readonly importPath: string;
        /** What main.go calls the package. */
        readonly name: string;
        /** The import needs the name before its path. */
        readonly alias: boolean;
      }
    | undefined;
  /** Import paths that main.go only links. */
  readonly linked: readonly string[];
}

/** Names in main.go and its imports: a package called so needs another there. */
const TAKEN_NAMES = new Set(
  (
    'context sql json runtime rpcID codeInvalidArgument codeInternal request response greet ctx logger db nk ' +
    'initializer payload req err answer'
  ).split(' '),
);

/** How main.go imports these libraries; one without a package is left out. */
export function libraryImports(libraries: readonly ExistingModule[]): LibraryImports {
  const packages = libraries.flatMap((library) => library.importable() ?? []);
  const decoder = packages.find(({ canDecode }) => canDecode);
  return {
    decoder: decoder && nameOf(decoder),
    linked: packages.filter((other) => other !== decoder).map(({ importPath }) => importPath),
  };
}

function nameOf({ importPath, packageName }: ImportablePackage): NonNullable<LibraryImports['decoder']> {
  const isTaken = TAKEN_NAMES.has(packageName);
  const name = isTaken ? `${packageName}lib` : packageName;
  return { importPath, name, alias: isTaken || posix.basename(importPath) !== packageName };
}
