import type { UnplacedDraft } from '../../findings/finding';
import type { NotAPlugin } from '../../findings/wording/artifact-not-a-plugin';
import type { Artifact } from '../artifact';
import type { Server } from '../server';
import { platformOf } from '../server-release';

/** What keeps the server from looking at the packages at all: with one of these nothing more can be said. */
export function barrier(artifact: Artifact, { platforms, release }: Server): UnplacedDraft | undefined {
  const platform = platformOf(artifact);
  if (platforms.length > 0 && !platforms.includes(platform)) {
    return {
      id: 'platform',
      severity: 'error',
      data: { kind: 'built for another', platform, supported: platforms, release: release.version },
    };
  }
  if (artifact.damage) return { id: 'artifact-unreadable', severity: 'error', data: artifact.damage };
  if (artifact.plugin && artifact.type === 'DYN') return undefined;
  return {
    id: 'artifact-not-a-plugin',
    severity: 'error',
    data: { found: kindOf(artifact), isProgram: artifact.isProgram },
  };
}

function kindOf({ isProgram, buildInfo, type }: Artifact): NotAPlugin {
  if (isProgram && type === 'REL') return 'object file';
  if (isProgram) return buildInfo ? 'Go program' : 'program';
  if (!buildInfo) return 'other library';
  const buildMode = buildInfo.settings.get('-buildmode');
  if (buildMode !== undefined && buildMode !== 'plugin') return { buildMode };
  return 'Go library without a plugin table';
}
