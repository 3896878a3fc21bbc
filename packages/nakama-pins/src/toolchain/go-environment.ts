import { goMinor, hasToolchains } from '../go-module/compare-go';
import { homeFolder } from '../input/home-folder';
import type { Platform } from '../releases/release-model';

export interface GoEnvironmentOptions {
  /** The exact Go of a release: `1.26.5`. */
  readonly version: string;
  /** The user's environment: proxies, caches and credentials are taken from it. It is not changed. */
  readonly base: NodeJS.ProcessEnv;
  /** What is compiled for; the server's own platform unless given. */
  readonly platform?: Platform;
  /** A server that opens plugins is built with cgo, and packages such as `net` differ without it. */
  readonly cgo?: boolean;
  /** The go command is that very version itself: it has no other to look for. */
  readonly isExact?: boolean;
  /** Set last, over all others: `{ CC: 'aarch64-linux-gnu-gcc' }`. */
  readonly extra?: Readonly<Record<string, string>>;
}

/**
 * The environment of every run of `go`: exact toolchain and target, and nothing that changes what is compiled taken
 * from the user (their flags, workspace, experiments), be it by variables or by `go env -w`.
 */
export function goEnvironment(options: GoEnvironmentOptions): NodeJS.ProcessEnv {
  const { version, base, platform = 'linux/amd64', cgo = true, isExact, extra = {} } = options;
  const [goos, goarch] = platform.split('/');
  return overlay(base, {
    // Without a home go finds no place for its caches.
    ...(process.platform !== 'win32' && { HOME: homeFolder(base) }),
    // Its own folder is its root, whatever another Go needed.
    ...(isExact && { GOROOT: '' }),
    GOTOOLCHAIN: isExact ? 'local' : toolchainName(version),
    // An empty value would let the one of `go env -w` through (cmd/go/internal/cfg, Getenv); a blank holds no flag.
    GOFLAGS: ' ',
    GOWORK: 'off',
    GO111MODULE: 'on',
    GOEXPERIMENT: '',
    GOOS: goos,
    GOARCH: goarch,
    GOAMD64: 'v1',
    GOARM64: 'v8.0',
    GOFIPS140: 'off',
    CGO_ENABLED: cgo ? '1' : '0',
    // Nobody is there to answer.
    GIT_TERMINAL_PROMPT: '0',
    ...(!hasToolchains(version) && { GODEBUG: withoutModuleIndex(base['GODEBUG']) }),
    ...extra,
  });
}

/**
 * What Go names a toolchain: `go1.26.5`, `go1.21.0`, and before 1.21 the first of a minor without its zero, `go1.20`
 * (https://go.dev/doc/toolchain#version). Both ways were asked of a module proxy.
 */
export function toolchainName(version: string): string {
  const [major, minor] = goMinor(version);
  const language = `${major}.${minor}`;
  const first = `${language}.0`;
  // From 1.21 on a bare 1.21 is a language, no toolchain.
  const firstName = minor >= 21 ? first : language;
  return `go${version === language || version === first ? firstName : version}`;
}

/**
 * A Go below 1.21 that lies in the module cache indexes its own GOROOT as a module, and then takes a module path
 * without a dot (`nakama-project`) for a standard package.
 */
function withoutModuleIndex(debug: string | undefined): string {
  return [debug, 'goindex=0'].filter(Boolean).join(',');
}

/** On Windows names of variables have no case: one that is set replaces every spelling of it. */
function overlay(base: NodeJS.ProcessEnv, values: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const fold = (name: string): string => (process.platform === 'win32' ? name.toUpperCase() : name);
  const replaced = new Set(Object.keys(values).map(fold));
  const kept = Object.entries(base).filter(([name]) => !replaced.has(fold(name)));
  return { ...Object.fromEntries(kept), ...values };
}
