import type { FindingDraft } from '../checks/define-check';
import type { FindingId } from '../findings/registry';

/** A finding about a built file before it has its place, which is the file as a whole. */
export interface ArtifactDraft extends Omit<FindingDraft, 'location'> {
  readonly id: FindingId;
}
