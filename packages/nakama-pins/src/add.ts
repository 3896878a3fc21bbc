/** What a generator needs that adds a release: the rest of the package does without a client for registries. */
export { type PlannedRelease, planRelease, type PlanReleaseOptions } from './adding/plan-release';
export type { ProgressEvent } from './input/progress';
export type { Platform } from './releases/release-model';
