import type { UnplacedDraft } from '../../findings/finding';
import type { ArtifactError } from '../artifact-error';

/** A file that can't be read as a plugin: `dlopen` refuses it, or runs past its end. */
export function unreadable({ fault, problem }: ArtifactError): UnplacedDraft {
  return fault === 'other-platform'
    ? {
        id: 'platform',
        severity: 'error',
        data: { kind: 'file for another', platform: problem.found ?? 'unknown', problem },
      }
    : { id: 'artifact-unreadable', severity: 'error', data: problem };
}
