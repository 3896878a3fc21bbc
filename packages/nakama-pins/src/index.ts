export { addRelease, type AddedRelease, type AddReleaseOptions } from './artifact/add-release';
export type { BuildInfo, BuiltModule } from './artifact/build-info';
export { checkArtifacts, readPlugin, type ReadPlugin } from './artifact/check-artifacts';
export { readArtifact } from './artifact/read-artifact';
export { serverOfProgram, serverOfRelease, type Server } from './artifact/server';
export type { Artifact, PluginSymbols } from './artifact/artifact';
export { createBuilder, type Builder, type BuilderOptions, type BuildOptions } from './building/builder';
export { buildWorkspace, type BuildWorkspaceOptions, type WorkspaceBuild } from './building/build-workspace';
export { renderBuildOutcome } from './building/build-text';
export type { BuildOutcome, BuiltPlugin } from './building/build-outcome';
export { FINDING_IDS, FINDINGS, docsUrl, type FindingId } from './findings/registry';
export { renderModuleReport, renderSummary, type TextOptions } from './findings/render/text';
export type { Finding, ModuleReport, Proof, Severity, Verdict } from './findings/finding';
export type { FindingLocation } from './input/problem';
export { applyGoModEdits, type GoModEdit } from './go-module/edit/go-mod-edit';
export { addGoSumLines, type NewGoSumLine } from './go-module/edit/go-sum-edit';
export { findTopLevelFunc, type FuncDeclaration } from './go-module/find-func';
export { parseGoHeader } from './go-module/go-header';
export { parseGoMod } from './go-module/go-mod';
export { compareVersions } from './go-module/module-version';
export { parseGoSum } from './go-module/go-sum-file';
export type { GoMod } from './go-module/module-files';
export { createLinter, type Linter, type LintOptions } from './go-targets/linter';
export { createTester, type Tester } from './go-targets/tester';
export type { TestOptions } from './go-targets/test-flags';
export { createTidier, type Tidier, type TidyOptions, type TidyOutcome } from './go-targets/tidier';
export { renderTidyOutcome, type TidyTextOptions } from './go-targets/tidy-text';
export type { GoTargetOptions, Print } from './go-targets/go-target';
export { formatProblem, InputError, type Position, type Problem } from './input/problem';
export { loadWorkspace, type LoadWorkspaceOptions, type WorkspaceLoad } from './loading/load-workspace';
export {
  createLoader,
  type BuiltModuleFolder,
  type Loader,
  type LoaderOptions,
  type LoadOptions,
} from './loading/loader';
export { renderLoadOutcome, renderTogether } from './loading/load-text';
export { buildServer, type ServerBuildOptions } from './loading/server-build';
export type { LoadOutcome, OpenedPlugin, ServerChoice } from './loading/load-outcome';
export { describeChange } from './edits/describe-change';
export { createPinner, type Pinner, type PinnerOptions, type PinOptions } from './pinning/pinner';
export { pinWorkspace, type WorkspacePins } from './pinning/pin-workspace';
export type { PinPlan } from './pinning/plan-pins';
export type { ModulePlan, WorkspacePlan } from './pinning/plan-workspace';
export { createPlanner, type Planner } from './pinning/planner';
export { renderPinOutcome, type PinTextOptions } from './pinning/pin-text';
export { renderDiff } from './edits/diff';
export type { Conflict, PinOutcome } from './pinning/pin-outcome';
export type { FileChange } from './edits/file-change';
export { openCatalog, type Catalog, type CatalogOptions } from './releases/catalog';
export type { Platform, Release, ReleaseModule, ReleaseSummary } from './releases/release-model';
export { diagnose, type DiagnoseOptions, type DiagnosisRow } from './toolchain/diagnose';
export type { FetchProgress } from './toolchain/fetch-toolchain';
export { resolveToolchain, type Toolchain } from './toolchain/toolchain';
export {
  createCompiledVerifier,
  type CompiledVerifier,
  type CompiledVerifierOptions,
} from './verify/compiled';
export { verifyWorkspaceCompiled } from './verify/compiled-workspace';
export { createVerifier } from './verify/verifier';
export type { Verifier, VerifierOptions, VerifyModuleOptions } from './verify/types';
export {
  verifyWorkspace,
  type VerifyWorkspaceOptions,
  type WorkspaceReport,
} from './verify/verify-workspace';
export { PluginDetector, type PluginDetection } from './workspace/plugin-detector';
export { editNakamaJson, type NakamaJsonValues } from './workspace/edit-nakama-json';
export { NAKAMA_JSON, type NakamaJson } from './workspace/nakama-json';
