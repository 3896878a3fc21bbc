import { createHash } from 'node:crypto';
import { goMinor } from '../go-module/go-version';
import { RUNTIME_PACKAGE } from '../releases/nakama-modules';
import { damaged } from './artifact-error';
import type { BuildInfo } from './build-info';
import type { Elf } from './elf';
import { type Dynamic, readString } from './elf-dynamic';
import { type ElfSymbol, findInStrings, symbolBytes, symbolsNamedAt } from './elf-symbols';
import type { PluginSymbols } from './types';

/**
 * The linker gives each package's fingerprint a symbol that plugin and server export (cmd/link/internal/ld, symtab.go):
 * `go:link.pkghashbytes.<import path>`, before Go 1.20 `go.link.…`.
 */
const FINGERPRINT_NAME = 'link.pkghashbytes.';
const GO_PREFIXES = ['go:', 'go.'];
const GO_PREFIX_SIZE = 3;
const FINGERPRINT_SIZE = 8;

/** @returns import path -> 8 bytes in hex, sorted by path */
export function readFingerprints(elf: Elf, dynamic: Dynamic, symbolCount: number): Map<string, string> {
  const packages = new Map<number, string>();
  for (const at of findInStrings(elf, dynamic, FINGERPRINT_NAME)) {
    const start = at - GO_PREFIX_SIZE;
    if (start < 0) continue;
    const name = readString(elf, dynamic.strings, start);
    if (!GO_PREFIXES.some((prefix) => name.startsWith(prefix + FINGERPRINT_NAME))) continue;
    packages.set(start, unescapePath(name.slice(GO_PREFIX_SIZE + FINGERPRINT_NAME.length)));
  }
  const found = new Map<string, string>();
  for (const { name, symbol } of symbolsNamedAt(elf, dynamic, symbolCount, new Set(packages.keys()))) {
    const path = packages.get(name) ?? '';
    if (found.has(path)) throw damaged(elf.source.file, undefined, `two fingerprints of ${path}`);
    if (symbol.size !== FINGERPRINT_SIZE) {
      throw damaged(elf.source.file, undefined, `the fingerprint of ${path} has ${symbol.size} bytes`, {
        expected: `${FINGERPRINT_SIZE} bytes`,
      });
    }
    found.set(path, symbolBytes(elf, symbol, `the fingerprint of ${path}`).toString('hex'));
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Finds what plugin.Open and Lookup look for. The main package carries the plugin's path as its own, under which its
 * functions are exported.
 *
 * @returns undefined where it is no plugin
 */
export function readPluginSymbols(
  elf: Elf,
  dynamic: Dynamic,
  symbolCount: number,
  fingerprints: ReadonlyMap<string, string>,
  buildInfo: BuildInfo | undefined,
): PluginSymbols | undefined {
  // Of Go's libraries only plugins of Go 1.20 and older have fingerprints and no build info.
  const isPlugin = fingerprints.size > 0 && buildInfo?.settings.get('-buildmode') !== 'c-shared';
  if (!isPlugin) return undefined;
  const path = buildInfo ? builtPath(fingerprints, buildInfo) : exportingPath(elf, dynamic, fingerprints);
  if (path === undefined) return { initModule: 'absent' };
  const names = [`${escapePath(path)}${INIT_MODULE}`, initModuleTypeSymbol(buildInfo?.go ?? '')] as const;
  const places = names.map((name) => (name === undefined ? [] : findInStrings(elf, dynamic, `${name}\0`)));
  const defined = new Map<number, ElfSymbol['kind']>();
  for (const { name, symbol } of symbolsNamedAt(elf, dynamic, symbolCount, new Set(places.flat()))) {
    defined.set(name, symbol.kind);
  }
  const [kind, typeKind] = places.map((at) => at.flatMap((place) => defined.get(place) ?? [])[0]);
  if (kind === undefined) return { path, initModule: 'absent' };
  if (kind !== 'function') return { path, initModule: 'no-function' };
  const isOtherType = names[1] !== undefined && typeKind === undefined;
  return { path, initModule: isOtherType ? 'other-type' : 'present' };
}

const UNNAMED_PLUGIN = 'plugin/unnamed-';

/** As cmd/go chooses it (internal/work, pluginPath); undefined where `-ldflags=-pluginpath=` gave another. */
function builtPath(fingerprints: ReadonlyMap<string, string>, { path }: BuildInfo): string | undefined {
  if (path !== undefined && fingerprints.has(path)) return path;
  return [...fingerprints.keys()].find((name) => name.startsWith(UNNAMED_PLUGIN));
}

const INIT_MODULE = '.InitModule';
/** Far longer than an import path. */
const MAX_PATH = 1024;

/** The package that exports a function InitModule, where no build info names the main one. */
function exportingPath(
  elf: Elf,
  dynamic: Dynamic,
  fingerprints: ReadonlyMap<string, string>,
): string | undefined {
  for (const at of findInStrings(elf, dynamic, `${INIT_MODULE}\0`)) {
    const length = Math.min(at, MAX_PATH);
    const start = dynamic.strings.offset + at - length;
    const before = elf.source.read(start, length, 'a name').toString('latin1');
    const path = unescapePath(before.slice(before.lastIndexOf('\0') + 1));
    if (fingerprints.has(path)) return path;
  }
  return undefined;
}

/** cmd/internal/objabi, PathToPrefix: dots after the last slash, and what assemblers don't take, as `%2e`. */
export function escapePath(path: string): string {
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
export function initModuleTypeSymbol(go: string): string | undefined {
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
