/** What `nx sync` needs, and no more: Nx runs it before targets, and the rest takes longer to load than the work. */
export { describeChange } from './edits/describe-change';
export type { FileChange } from './edits/file-change';
export type { Finding } from './findings/finding';
export type { Outcome } from './findings/outcome';
export type { FindingId } from './findings/registry';
export { formatProblems, type Problem } from './input/problem';
export { planModules, type PlanModulesOptions } from './pinning/plan-modules';
export type { ModulePlan, WorkspacePlan } from './pinning/plan-workspace';
