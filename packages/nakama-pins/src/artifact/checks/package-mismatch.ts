import type { UnplacedDraft } from '../../findings/finding';
import { patchedDraft, serverOwnDraft, versionDraft } from '../../findings/mismatch-drafts';
import type { FlagDifference } from '../../findings/wording/flag-difference';
import type { MismatchCause } from '../../fingerprints/comparison';
import type { CompiledModule, CompiledPackage } from '../../fingerprints/compiled-package';
import { pathAndVersion } from '../../go-module/module-version';
import type { Release } from '../../releases/release-model';
import type { Artifact } from '../artifact';

interface Context {
  readonly linked: ReadonlyMap<string, CompiledPackage>;
  readonly plugin: Artifact;
  readonly release: Release;
  /** Build settings that can have changed packages. */
  readonly suspects: readonly FlagDifference[];
}

/** The standard library is one cause for all its packages: `packages.ts` says what it is. */
type Cause = Exclude<MismatchCause, { kind: 'standard' }>;

/** What is found for one mismatch of fingerprints in a built file. */
export function mismatchDraft(cause: Cause, packages: readonly string[], context: Context): UnplacedDraft {
  const seen = { packages, release: context.release.version, evidence: { kind: 'built', packages } } as const;
  switch (cause.kind) {
    case 'version':
    case 'other-module': {
      const isDirect = !isImported(cause.server.path, context.linked);
      const replacement = cause.module.replace;
      return versionDraft(cause, seen, {
        isDirect,
        ...(replacement && { replacement }),
        edit: { kind: 'rebuild' },
      });
    }
    case 'patched':
      return patchedDraft(cause, seen);
    case 'content':
      return contentDraft(packages, cause, context);
    case 'server-own':
      return serverOwnDraft(seen);
  }
}

/** Whether another module's package imports one of the module. */
function isImported(path: string, linked: ReadonlyMap<string, CompiledPackage>): boolean {
  return Array.from(linked.values()).some(
    (other) =>
      other.module?.path !== path && other.imports.some((name) => linked.get(name)?.module?.path === path),
  );
}

function contentDraft(
  packages: readonly string[],
  { module, server }: Extract<MismatchCause, { kind: 'content' }>,
  context: Context,
): UnplacedDraft {
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
    const target = pathAndVersion(replace);
    return { kind: 'replaced', target, dropped: undefined } as const;
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
