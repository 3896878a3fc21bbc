import { createHash } from 'node:crypto';
import { goMinor } from '../go-module/compare-go';
import { RUNTIME_PACKAGE } from '../releases/nakama-modules';
import type { PluginSymbols } from './artifact';
import { damaged } from './artifact-error';
import type { BuildInfo } from './build-info';
import type { Elf } from './elf';
import type { Dynamic } from './elf-dynamic';
import { readString } from './elf-strings';
import { type ElfSymbol, findInStrings, symbolBytes, symbolsNamedAt } from './elf-symbols';

/**
 * The linker gives each package's fingerprint a symbol that plugin and server export (cmd/link/internal/ld, symtab.go):
 * `go:link.pkghashbytes.<import path>`, before Go 1.20 `go.link.…`.
 */
const FINGERPRINT_NAME = 'link.pkghashbytes.';
const GO_PREFIXES = ['go:', 'go.'];
const GO_PREFIX_SIZE = 3;
const FINGERPRINT_SIZE = 8;

export interface GoSymbols {
  /** Import path -> 8 bytes in hex, sorted by path. */
  readonly fingerprints: ReadonlyMap<string, string>;
  /** Undefined if it is not a plugin. */
  readonly plugin?: PluginSymbols;
  /** Where a plugin's runtime notes the last module: the constructor writes there. */
  readonly lastModule?: number;
}

const LAST_MODULE = 'runtime.lastmoduledatap';

/**
 * Reads what plugin.Open compares, and what it and Lookup look for. The main package of a plugin carries the plugin's
 * path as its own, under which its functions are exported.
 *
 * @param isProgram it is one, and so no plugin
 * @throws ArtifactError if a fingerprint is not one
 */
export function readGoSymbols(
  elf: Elf,
  dynamic: Dynamic,
  symbolCount: number,
  buildInfo: BuildInfo | undefined,
  isProgram: boolean,
): GoSymbols {
  const packages = fingerprintNames(elf, dynamic);
  // Of Go's libraries only plugins of Go 1.20 and older have fingerprints and no build info.
  const isPlugin = !isProgram && packages.size > 0 && buildInfo?.settings.get('-buildmode') !== 'c-shared';
  const path = isPlugin ? pluginPath(elf, dynamic, new Set(packages.values()), buildInfo) : undefined;
  const typeName = initModuleTypeSymbol(buildInfo?.go ?? '');
  const names = [
    ...(isPlugin ? [LAST_MODULE] : []),
    ...(path === undefined ? [] : [escapePath(path) + INIT_MODULE, typeName ?? '']),
  ];
  const [lastModuleAt = [], functionAt = [], typeAt = []] = findInStrings(
    elf,
    dynamic,
    names.filter((name) => name !== '').map((name) => `${name}\0`),
  );
  const symbols = symbolsNamedAt(elf, dynamic, symbolCount, [
    ...packages.keys(),
    ...lastModuleAt,
    ...functionAt,
    ...typeAt,
  ]);
  const kindOf = (places: readonly number[]): ElfSymbol['kind'] | undefined =>
    places.flatMap((place) => symbols.get(place)?.kind ?? [])[0];
  const fingerprints = fingerprintsOf(elf, packages, symbols);
  if (!isPlugin) return { fingerprints };
  const lastModule = lastModuleAt.flatMap((place) => symbols.get(place) ?? [])[0]?.address;
  const isOtherType = typeName !== undefined && kindOf(typeAt) === undefined;
  return {
    fingerprints,
    plugin: {
      ...(path !== undefined && { path }),
      initModule: initModuleState(kindOf(functionAt), isOtherType),
    },
    ...(lastModule !== undefined && { lastModule }),
  };
}

function initModuleState(
  kind: ElfSymbol['kind'] | undefined,
  isOtherType: boolean,
): PluginSymbols['initModule'] {
  if (kind === undefined) return 'absent';
  if (kind !== 'function') return 'no-function';
  return isOtherType ? 'other-type' : 'present';
}

/** Place in the string table -> import path. */
function fingerprintNames(elf: Elf, dynamic: Dynamic): Map<number, string> {
  const packages = new Map<number, string>();
  const [places = []] = findInStrings(elf, dynamic, [FINGERPRINT_NAME]);
  for (const at of places) {
    const start = at - GO_PREFIX_SIZE;
    if (start < 0) continue;
    const name = readString(elf.source, dynamic.strings, start);
    if (!GO_PREFIXES.some((prefix) => name.startsWith(prefix + FINGERPRINT_NAME))) continue;
    packages.set(start, unescapePath(name.slice(GO_PREFIX_SIZE + FINGERPRINT_NAME.length)));
  }
  return packages;
}

function fingerprintsOf(
  elf: Elf,
  packages: ReadonlyMap<number, string>,
  symbols: ReadonlyMap<number, ElfSymbol>,
): Map<string, string> {
  const found: [string, string][] = [];
  for (const [name, path] of packages) {
    const symbol = symbols.get(name);
    if (!symbol) continue;
    if (symbol.size !== FINGERPRINT_SIZE) {
      throw damaged(elf.source.file, undefined, `the fingerprint of ${path} has ${symbol.size} bytes`, {
        expected: `${FINGERPRINT_SIZE} bytes`,
      });
    }
    found.push([path, symbolBytes(elf, symbol, `the fingerprint of ${path}`).toString('hex')]);
  }
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const UNNAMED_PLUGIN = 'plugin/unnamed-';

/** As cmd/go chooses it (internal/work, pluginPath); undefined if `-ldflags=-pluginpath=` gave another. */
function pluginPath(
  elf: Elf,
  dynamic: Dynamic,
  packages: ReadonlySet<string>,
  buildInfo: BuildInfo | undefined,
): string | undefined {
  if (!buildInfo) return exportingPath(elf, dynamic, packages);
  const { path } = buildInfo;
  if (path !== undefined && packages.has(path)) return path;
  return [...packages].find((name) => name.startsWith(UNNAMED_PLUGIN));
}

const INIT_MODULE = '.InitModule';
/** Far longer than an import path. */
const MAX_PATH = 1024;

/** The package that exports a function InitModule, if no build info names the main one. */
function exportingPath(elf: Elf, dynamic: Dynamic, packages: ReadonlySet<string>): string | undefined {
  const [places = []] = findInStrings(elf, dynamic, [`${INIT_MODULE}\0`]);
  for (const at of places) {
    const length = Math.min(at, MAX_PATH);
    const start = dynamic.strings.offset + at - length;
    const before = elf.source.read(start, length, 'a name').toString('latin1');
    const path = unescapePath(before.slice(before.lastIndexOf('\0') + 1));
    if (packages.has(path)) return path;
  }
  return undefined;
}

/** cmd/internal/objabi, PathToPrefix: dots after the last slash, and what assemblers don't take, as `%2e`. */
function escapePath(path: string): string {
  const bytes = Buffer.from(path);
  const lastElement = bytes.lastIndexOf('/') + 1;
  const isEscaped = (byte: number, at: number): boolean =>
    byte <= 0x20 || byte >= 0x7f || ESCAPED.includes(byte) || (byte === DOT && at >= lastElement);
  return Array.from(bytes, (byte, at) =>
    isEscaped(byte, at) ? `%${byte.toString(16).padStart(2, '0')}` : String.fromCharCode(byte),
  ).join('');
}

const DOT = 0x2e;
/** `%` and `"` */
const ESCAPED: readonly number[] = [0x25, 0x22];

function unescapePath(path: string): string {
  if (!path.includes('%')) return path;
  const bytes = path.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The type that the server asserts of InitModule (nakama: server/runtime_go.go), as the compiler links it. */
const INIT_MODULE_TYPE = `func(context.Context, ${RUNTIME_PACKAGE}.Logger, *database/sql.DB, ${RUNTIME_PACKAGE}.NakamaModule, ${RUNTIME_PACKAGE}.Initializer) error`;

/**
 * The symbol of InitModule's type, which the plugin's table of exported functions refers to. Its name is a hash, each
 * time another one (cmd/link/internal/ld, typeSymbolMangle; cmd/internal/hash and notsha256).
 *
 * @param go `1.26.5`
 * @returns undefined for a Go whose way of hashing is not known here
 */
function initModuleTypeSymbol(go: string): string | undefined {
  const [major, minor] = goMinor(go);
  if (major !== 1) return undefined;
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const name = (hash: Buffer): string => `type:${hash.toString('base64', 0, 6)}`;
  const hash = digest(INIT_MODULE_TYPE);
  switch (minor) {
    case 21:
    case 22:
    case 23:
      return name(hash.map((byte) => ~byte & 0xff) as Buffer);
    case 24:
      return `type:${hash.toString('base64', 4, 10)}`;
    case 25:
    case 26:
      hash[0] = (hash[0] ?? 0) ^ 0xff;
      return name(hash);
    default:
      return undefined;
  }
}
