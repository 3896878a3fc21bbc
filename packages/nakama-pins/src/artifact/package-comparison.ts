import { few } from '../findings/wording';
import { NAKAMA_COMMON } from '../releases/nakama-modules';
import type { Release } from '../releases/release-model';
import { compareFingerprints, type MismatchCause, type RootMismatch } from '../fingerprints/comparison';
import type { CompiledModule, CompiledPackage } from '../fingerprints/compiled-package';
import { type FlagDifference, flagDifferences } from './flag-differences';
import type { BuildInfo } from './build-info';
import type { ArtifactDraft } from './draft';
import { goDraft } from './gates';
import type { Server } from './server';
import { platformOf } from './server-release';
import type { Artifact } from './artifact';

/**
 * Compares each package that plugin and server share, as plugin.Open does, and says what is to be mended: not the
 * hundreds of packages that differ because one they import does.
 *
 * A file holds no import graph. The catalog's stands in for it: of packages at the server's version the imports are the
 * server's too, and packages at another version differ by themselves. Which packages of the standard library import
 * each other is not known, so these are one cause; where it stands, packages at the right version are taken to follow.
 */
export function packageDrafts(plugin: Artifact, server: Server): ArtifactDraft[] {
  const { release } = server;
  const platform = platformOf(plugin);
  if (release.fingerprints(platform) === undefined) {
    const fatal = goDraft(plugin, server, []);
    return [unprovedDraft(server, platform), ...(fatal?.severity === 'error' ? [fatal] : [])];
  }
  const packages = linkedPackages(plugin, release);
  const roots = compareFingerprints(packages, {
    release,
    platform,
    starts: [],
    kind: 'plugin',
  });
  const standard = roots.find(({ cause }) => cause.kind === 'standard')?.packages ?? [];
  const suspects = flagDifferences(plugin.buildInfo?.settings ?? new Map(), server.settings);
  const go = goDraft(plugin, server, standard);
  const drafts = roots
    .filter(({ cause }) => cause.kind !== 'standard' && !(cause.kind === 'content' && standard.length > 0))
    .map((root) => rootDraft(root, packages, plugin, server, suspects));
  if (go) drafts.push(go);
  if (standard.length > 0 && suspects.length > 0) {
    drafts.push(...suspects.map((suspect) => flagDraft(suspect, standard, server)));
  } else if (standard.length > 0 && !go) {
    const shared = [...packages.values()].filter((linked) => linked.standard).length;
    drafts.push(otherGoDraft(standard, release, standard.length === shared));
  }
  return drafts;
}

function unprovedDraft({ release }: Server, platform: string): ArtifactDraft {
  return {
    id: 'artifact-unproved',
    severity: 'undecided',
    subject: platform,
    message: `the fingerprints of Nakama ${release.version} for ${platform} are not known, so the packages of the plugin can't be compared`,
    fix: 'name the program of the server: --server path/to/nakama, or add it: nakama-pins releases add path/to/nakama',
  };
}

/** The plugin's packages as the comparison of proof `compiled` takes them. */
function linkedPackages(
  { fingerprints, buildInfo }: Artifact,
  release: Release,
): ReadonlyMap<string, CompiledPackage> {
  const standard = new Set(release.standardPackages);
  const modules = modulesOf(buildInfo);
  return new Map(
    Array.from(fingerprints, ([path, fingerprint]) => {
      const isStandard = standard.has(path);
      const module = isStandard
        ? undefined
        : (moduleOfPackage(path, modules) ?? assumedModule(path, release));
      return [
        path,
        {
          fingerprint,
          imports: release.importsOf(path) ?? [],
          standard: isStandard,
          ...(module && { module }),
        },
      ];
    }),
  );
}

/** Of a file without build info the module of a package is taken to be the server's, its version not known. */
function assumedModule(path: string, release: Release): CompiledModule | undefined {
  const module = release.moduleOfPackage(path);
  return module && { path: module.path };
}

/** By path. The main module has no version in fingerprints, whatever version control notes of it. */
export function modulesOf(buildInfo: BuildInfo | undefined): ReadonlyMap<string, CompiledModule> {
  const modules = new Map<string, CompiledModule>();
  for (const { path, version, replace } of buildInfo?.deps ?? []) {
    modules.set(path, { path, version, ...(replace && { replace }) });
  }
  if (buildInfo?.main) modules.set(buildInfo.main.path, { path: buildInfo.main.path });
  return modules;
}

/** The module with the longest path that holds the package. */
export function moduleOfPackage(
  packagePath: string,
  modules: ReadonlyMap<string, CompiledModule>,
): CompiledModule | undefined {
  for (let end = packagePath.length; end > 0; end = packagePath.lastIndexOf('/', end - 1)) {
    const module = modules.get(packagePath.slice(0, end));
    if (module) return module;
  }
  return undefined;
}

function rootDraft(
  root: RootMismatch,
  packages: ReadonlyMap<string, CompiledPackage>,
  plugin: Artifact,
  { release }: Server,
  suspects: readonly FlagDifference[],
): ArtifactDraft {
  const { cause } = root;
  switch (cause.kind) {
    case 'version':
    case 'other-module':
      return versionDraft(root, cause, packages, release);
    case 'patched':
      return {
        id: 'patched-in-server',
        severity: 'error',
        subject: root.packages[0] ?? cause.module.path,
        actual: cause.module.version,
        message: `${few(root.packages)} is patched in Nakama ${release.version}: no version of ${cause.module.path} matches the server's`,
        fix: `do not link it: use another library, or a copy of ${cause.module.path} under an import path of your own`,
      };
    case 'content':
      return contentDraft(root, cause, plugin, release, suspects);
    case 'server-own':
      return {
        id: 'other-fingerprint',
        severity: 'undecided',
        subject: root.packages[0] ?? '',
        message: `${few(root.packages)} is the server's own, which no plugin can share with a released server`,
        fix: `do not import the server: use ${NAKAMA_COMMON}`,
      };
    case 'standard':
      return otherGoDraft(root.packages, release, false);
  }
}

function versionDraft(
  root: RootMismatch,
  { module, server }: Extract<MismatchCause, { kind: 'version' | 'other-module' }>,
  packages: ReadonlyMap<string, CompiledPackage>,
  release: Release,
): ArtifactDraft {
  const wanted = `${server.path} ${server.version}`;
  const common = { severity: 'error', subject: server.path, expected: server.version } as const;
  if (module.replace) {
    const target = [module.replace.path, module.replace.version].filter(Boolean).join(' ');
    return {
      ...common,
      id: 'replace-hides-version',
      actual: `${module.version} => ${target}`,
      message: `${module.path} was required at ${module.version} and replaced by ${target}: Go compares the required version, and Nakama ${release.version} links ${server.version} (${few(root.packages)})`,
      fix: `drop the replace and require ${wanted}, then build it again`,
    };
  }
  const actual = [module.path === server.path ? '' : module.path, module.version].filter(Boolean).join(' ');
  return {
    ...common,
    id: versionId(server.path, module, packages),
    actual,
    message:
      module.path === server.path
        ? `${module.path} is ${actual}, Nakama ${release.version} links ${server.version} (${few(root.packages)})`
        : `${few(root.packages)} comes from ${actual}, in Nakama ${release.version} from ${wanted}`,
    fix: `require ${wanted} in go.mod (nakama-pins pin does it), then build it again`,
  };
}

function versionId(
  path: string,
  module: CompiledModule,
  packages: ReadonlyMap<string, CompiledPackage>,
): ArtifactDraft['id'] {
  if (module.path !== path) return 'missing-pins';
  if (path === NAKAMA_COMMON) return 'nakama-common';
  const isImported = Array.from(packages.values()).some(
    (other) =>
      other.module?.path !== path && other.imports.some((name) => packages.get(name)?.module?.path === path),
  );
  return isImported ? 'transitive-dependency' : 'direct-dependency';
}

function contentDraft(
  { packages }: RootMismatch,
  { module, server }: Extract<MismatchCause, { kind: 'content' }>,
  { buildInfo }: Artifact,
  release: Release,
  suspects: readonly FlagDifference[],
): ArtifactDraft {
  const published = `${server.path} ${server.version}`;
  const common = { id: 'other-fingerprint', severity: 'error', subject: server.path } as const;
  const expected = `${published} as published`;
  const differs = `${few(packages)} has the version of Nakama ${release.version}, ${server.version}, but not its content`;
  if (module.replace) {
    const target = [module.replace.path, module.replace.version].filter(Boolean).join(' ');
    return {
      ...common,
      expected,
      actual: target,
      message: `${published} was compiled from ${target}, whose ${few(packages)} is not the package of Nakama ${release.version}`,
      fix: `drop the replace, or make ${target} equal to ${published}, then build it again`,
    };
  }
  if (!buildInfo) {
    return {
      ...common,
      expected: published,
      message: `${few(packages)} is not the one of ${published}, which Nakama ${release.version} links (which version it is, plugins of Go 1.20 and older do not note)`,
      fix: `require ${published} in go.mod (nakama-pins pin does it), then build it again`,
    };
  }
  const [suspect] = suspects;
  if (suspect) {
    return {
      ...common,
      message: `${differs}: ${settingText(suspect.flag, suspect.plugin)}, where the server has ${settingText(suspect.flag, suspect.server)}`,
      fix: flagFix(suspect),
    };
  }
  const sum = buildInfo.deps.find(({ path }) => path === server.path)?.sum;
  if (sum !== undefined && server.sums.zip !== undefined && sum !== server.sums.zip) {
    return {
      ...common,
      expected: server.sums.zip,
      actual: sum,
      message: `${differs}: its hash is ${sum}`,
      fix: `take ${published} anew, from another module proxy (GOPROXY): go clean -modcache`,
    };
  }
  return {
    ...common,
    expected,
    message: sum === undefined ? `${differs}: it was compiled from vendor/` : differs,
    fix:
      sum === undefined
        ? 'go mod vendor, which undoes changes in vendor/, then build it again'
        : `find out what changes ${server.path}: build tags, CGO flags, -gcflags of its packages`,
  };
}

function flagDraft(
  difference: FlagDifference,
  standard: readonly string[],
  { release }: Server,
): ArtifactDraft {
  const { flag, plugin, server } = difference;
  return {
    id: 'artifact-flags',
    severity: 'error',
    subject: flag,
    expected: settingText(flag, server),
    actual: settingText(flag, plugin),
    message: `this plugin was built ${settingText(flag, plugin)}, Nakama ${release.version} ${settingText(flag, server)}: ${standard.length} packages of the standard library differ, such as ${standard[0]}`,
    fix: flagFix(difference),
  };
}

/** `with -race`, `without -trimpath`, `with -tags=netgo` */
function settingText(flag: string, value: string | undefined): string {
  if (value === undefined) return `without ${flag}`;
  return value === 'true' ? `with ${flag}` : `with ${flag}=${value}`;
}

function flagFix({ flag, server }: FlagDifference): string {
  if (server === undefined) return `leave ${flag} out, then build it again`;
  return `build it with ${server === 'true' ? flag : `${flag}=${server}`}`;
}

/** @param all not one package of the standard library is the server's: then paths differ, rather than code */
function otherGoDraft(standard: readonly string[], release: Release, all: boolean): ArtifactDraft {
  return {
    id: 'other-fingerprint',
    severity: 'error',
    subject: 'std',
    expected: `Go ${release.go}`,
    message: `${all ? 'all packages' : few(standard)} of the standard library differ from those of Nakama ${release.version}: this was not Go ${release.go} as it was released, or its settings change what it compiles`,
    fix: all
      ? `build it by Go ${release.go} with -trimpath`
      : `take Go ${release.go} from https://go.dev/dl, and look for GOEXPERIMENT, GOROOT and compiler flags in: go env -changed`,
  };
}
