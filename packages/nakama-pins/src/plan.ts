/** What `nx sync` needs, and no more: Nx runs it before targets, and the rest takes longer to load than the work. */
export { formatProblem } from './input/problem';
export { describeChange } from './edits/describe-change';
export type { ModulePlan, WorkspacePlan } from './pinning/plan-workspace';
export { createPlanner, type Planner } from './pinning/planner';
export type { FileChange } from './edits/file-change';
