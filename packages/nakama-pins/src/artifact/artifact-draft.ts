import type { Found } from '../findings/finding';
import type { FindingId } from '../findings/registry';

/** What is found in a built file before it has its place, which is the file as a whole. */
export type ArtifactDraft = {
  [Id in FindingId]: Omit<Found<Id>, 'location'> & { readonly id: Id };
}[FindingId];
