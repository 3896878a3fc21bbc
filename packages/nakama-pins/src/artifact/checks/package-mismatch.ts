import type { FlagDifference } from '../../findings/wording/flag-difference';
import type { MismatchCause, RootMismatch } from '../../fingerprints/comparison';
import type { CompiledModule, CompiledPackage } from '../../fingerprints/compiled-package';
import { NAKAMA_COMMON } from '../../releases/nakama-modules';
import type { Release } from '../../releases/release-model';
import type { Artifact } from '../artifact';
import type { ArtifactDraft } from '../artifact-draft';

interface Context {
  readonly linked: ReadonlyMap<string, CompiledPackage>;
  readonly plugin: Artifact;
  readonly release: Release;
  /** Build settings that can have changed packages. */
  readonly suspects: readonly FlagDifference[];
}

const REBUILD = { kind: 'rebuild' } as const;

/** What is found for one mismatch of fingerprints in a built file. */
export function mismatchDraft({ cause, packages }: RootMismatch, context: Context): ArtifactDraft {
  const release = context.release.version;
  const evidence = { kind: 'built', packages } as const;
  switch (cause.kind) {
    case 'version':
    case 'other-module':
      return versionDraft(packages, cause, context);
    case 'patched': {
      const { path, version } = cause.module;
      const [first = path, ...others] = packages;
      const data = { packages: [first, ...others], module: path, version, release, evidence } as const;
      return { id: 'patched-in-server', severity: 'error', data };
    }
    case 'content':
      return contentDraft(packages, cause, context);
    case 'server-own': {
      const data = { kind: "the server's own", release, packages, evidence } as const;
      return { id: 'other-fingerprint', severity: 'undecided', data };
    }
    case 'standard': {
      const data = {
        kind: 'standard library',
        release,
        packages,
        go: context.release.go,
        all: false,
      } as const;
      return { id: 'other-fingerprint', severity: 'error', data };
    }
  }
}

function versionDraft(
  packages: readonly string[],
  { module, server }: Extract<MismatchCause, { kind: 'version' | 'other-module' }>,
  { linked, release: { version: release } }: Context,
): ArtifactDraft {
  const { path, version: wanted } = server;
  const evidence = { kind: 'built', packages } as const;
  if (module.replace) {
    return {
      id: 'replace-hides-version',
      severity: 'error',
      data: {
        kind: 'other version required',
        module: module.path,
        wanted,
        release,
        target: [module.replace.path, module.replace.version].filter(Boolean).join(' '),
        required: module.version ?? '',
        evidence,
        isBuilt: true,
      },
    };
  }
  if (module.path !== path) {
    const from = [module.path, module.version].filter(Boolean).join(' ');
    return {
      id: 'missing-pins',
      severity: 'error',
      data: { kind: 'other module', packages, from, module: path, wanted, release, evidence, edit: REBUILD },
    };
  }
  return {
    id: versionId(path, linked),
    severity: 'error',
    data: { module: path, found: module.version ?? '', wanted, release, evidence, edit: REBUILD },
  };
}

function versionId(
  path: string,
  linked: ReadonlyMap<string, CompiledPackage>,
): 'nakama-common' | 'direct-dependency' | 'transitive-dependency' {
  if (path === NAKAMA_COMMON) return 'nakama-common';
  const isImported = Array.from(linked.values()).some(
    (other) =>
      other.module?.path !== path && other.imports.some((name) => linked.get(name)?.module?.path === path),
  );
  return isImported ? 'transitive-dependency' : 'direct-dependency';
}

function contentDraft(
  packages: readonly string[],
  { module, server }: Extract<MismatchCause, { kind: 'content' }>,
  context: Context,
): ArtifactDraft {
  const { path, version } = server;
  const evidence = { kind: 'built', packages } as const;
  const data = { release: context.release.version, packages, module: path, version, evidence };
  return {
    id: 'other-fingerprint',
    severity: 'error',
    data: { ...data, ...reasonOf(module, server, context) },
  };
}

/** Why the content differs, as far as the file tells. */
function reasonOf(
  { replace }: CompiledModule,
  server: Extract<MismatchCause, { kind: 'content' }>['server'],
  { plugin: { buildInfo }, suspects: [difference] }: Context,
) {
  if (replace) {
    const target = [replace.path, replace.version].filter(Boolean).join(' ');
    return { kind: 'replaced', target } as const;
  }
  if (!buildInfo) return { kind: 'version not noted' } as const;
  if (difference) return { kind: 'flag', difference } as const;
  const sum = buildInfo.deps.find(({ path }) => path === server.path)?.sum;
  // A build from vendor/ notes no hashes.
  if (sum === undefined) return { kind: 'vendored' } as const;
  if (server.sums.zip !== undefined && sum !== server.sums.zip)
    return { kind: 'other hash', hash: server.sums.zip, found: sum } as const;
  return { kind: 'unexplained', isBuilt: true } as const;
}
