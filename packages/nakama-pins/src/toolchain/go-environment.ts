import { goMinor, hasToolchains } from '../go-module/compare-go';
import { homeFolder } from '../input/home-folder';
import { goSettings } from '../module-proxy/go-settings';
import type { Platform } from '../releases/release-model';

export interface GoEnvironmentOptions {
  /** The exact Go of a release: `1.26.5`. */
  readonly version: string;
  /** The user's environment: proxies, caches and credentials are taken from it. It is not changed. */
  readonly base: NodeJS.ProcessEnv;
  /** The platform to compile for; that of the server by default. */
  readonly platform?: Platform;
  /** A server that opens plugins is built with cgo, and packages such as `net` differ without it. */
  readonly cgo?: boolean;
  /** The go command is this version itself, so it need not look for another. */
  readonly isExact?: boolean;
  /** Set last, overriding all others: `{ CC: 'aarch64-linux-gnu-gcc' }`. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** What of `go env -w` counts: where things come from and where they are kept, never what is compiled. */
const FROM_GO_ENV = [
  'GOPROXY',
  'GOPRIVATE',
  'GONOPROXY',
  'GONOSUMDB',
  'GOSUMDB',
  'GOINSECURE',
  'GOVCS',
  'GOAUTH',
  'GOPATH',
  'GOMODCACHE',
  'GOCACHE',
  'GOCACHEPROG',
  'GOTMPDIR',
] as const;

/**
 * The environment of every run of `go`: the exact toolchain and target. None of the user's settings that change what is
 * compiled (flags, workspace, experiments) count, neither variables nor those of `go env -w`.
 */
export function goEnvironment(options: GoEnvironmentOptions): NodeJS.ProcessEnv {
  const { version, base, platform = 'linux/amd64', cgo = true, isExact, extra = {} } = options;
  const [goos, goarch] = platform.split('/');
  const settings = goSettings(base);
  const written = FROM_GO_ENV.flatMap((name) => {
    const value = settings(name);
    return value === '' ? [] : [[name, value] as const];
  });
  return overlay(base, {
    ...Object.fromEntries(written),
    // The rest of `go env -w` (CGO_CFLAGS, CC, GOEXPERIMENT, GOFLAGS) would compile something else on each computer.
    GOENV: 'off',
    // Without a home, go finds no place for its caches.
    ...(process.platform !== 'win32' && { HOME: homeFolder(base) }),
    // Its root is its own folder, not one that was set for another Go.
    ...(isExact && { GOROOT: '' }),
    GOTOOLCHAIN: isExact ? 'local' : toolchainName(version),
    GOFLAGS: '',
    GOWORK: 'off',
    GO111MODULE: 'on',
    GOEXPERIMENT: '',
    GOOS: goos,
    GOARCH: goarch,
    GOAMD64: 'v1',
    GOARM64: 'v8.0',
    GOFIPS140: 'off',
    CGO_ENABLED: cgo ? '1' : '0',
    // Nobody can answer a question.
    GIT_TERMINAL_PROMPT: '0',
    ...(!hasToolchains(version) && { GODEBUG: withoutModuleIndex(base['GODEBUG']) }),
    ...extra,
  });
}

/**
 * What Go names a toolchain: `go1.26.5`, `go1.21.0`, and before 1.21 the first of a minor without its zero, `go1.20`
 * (https://go.dev/doc/toolchain#version). Both forms were tried on a module proxy.
 */
export function toolchainName(version: string): string {
  const [major, minor] = goMinor(version);
  const language = `${major}.${minor}`;
  const first = `${language}.0`;
  // From 1.21 on, a bare 1.21 is a language version, not a toolchain.
  const firstName = minor >= 21 ? first : language;
  return `go${version === language || version === first ? firstName : version}`;
}

/**
 * A Go below 1.21 in the module cache indexes its own GOROOT as a module, and then mistakes a module path
 * without a dot (`nakama-project`) for a standard package.
 */
function withoutModuleIndex(debug: string | undefined): string {
  return [debug, 'goindex=0'].filter(Boolean).join(',');
}

/** On Windows, names of variables ignore case: setting one replaces every spelling of it. */
function overlay(base: NodeJS.ProcessEnv, values: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const fold = (name: string): string => (process.platform === 'win32' ? name.toUpperCase() : name);
  const replaced = new Set(Object.keys(values).map(fold));
  const kept = Object.entries(base).filter(([name]) => !replaced.has(fold(name)));
  return { ...Object.fromEntries(kept), ...values };
}
