import type { UnplacedDraft } from '../../findings/finding';
import { compareGo, goMinor } from '../../go-module/compare-go';
import type { Artifact } from '../artifact';
import type { Server } from '../server';

/**
 * Another Go. A major or minor version apart the runtime's own tables differ and the server dies ("fatal error"); a
 * patch apart only packages that changed between the two are refused, and there may be none among the shared.
 *
 * @param differing packages of the standard library that differ
 */
export function otherGo(
  { buildInfo }: Artifact,
  { release }: Server,
  differing: readonly string[],
): UnplacedDraft | undefined {
  const go = buildInfo?.go;
  if (go === undefined || compareGo(go, release.go) === 0) return undefined;
  const distance = goMinor(go).join() === goMinor(release.go).join() ? 'patch' : 'minor';
  return {
    id: 'artifact-go',
    severity: distance === 'minor' || differing.length > 0 ? 'error' : 'warning',
    data: { go, serverGo: release.go, release: release.version, distance, differing },
  };
}
