/** What `nx sync` needs, and no more: Nx runs it before targets, and the rest takes longer to load than the work. */
export { describeChange } from './edits/describe-change';
export type { FileChange } from './edits/file-change';
export { formatProblem } from './input/problem';
export { planModules } from './pinning/plan-modules';
export type { ModulePlan, WorkspacePlan } from './pinning/plan-workspace';
