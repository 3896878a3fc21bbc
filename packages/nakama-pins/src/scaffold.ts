/** What generators of Nakama modules need: the rules for names and paths, the modules that are there, pinned values. */
export { type ExistingModule, readModules } from './scaffold/existing-modules';
export type { FileTree } from './scaffold/file-tree';
export type { ImportablePackage } from './scaffold/importable-package';
export { type DockerfileChange, openPlugin, type OpenedPlugin } from './scaffold/open-plugin';
export { nameFault } from './scaffold/module-name';
export { type ConfiguredRelease, nearestRelease } from './scaffold/nearest-release';
export { type ModulePathInput, planModulePath } from './scaffold/plan-module-path';
export {
  type ReleaseInUse,
  releasesInUse,
  type ReleasesInUse,
  type SurveyedModule,
  surveyModules,
  type UnnamedRelease,
} from './scaffold/survey';
export { type PlannedModule, type ScaffoldValues, scaffoldValues } from './scaffold/scaffold-values';
export { type LibraryUse, useLibraries, type WrittenFile } from './scaffold/use-libraries';
export { editNakamaJson } from './workspace/edit-nakama-json';
export type { Finding } from './findings/finding';
export type { FindingId } from './findings/registry';
export type { Catalog } from './releases/catalog';
export type { Release, ReleaseModule, ReleaseSummary } from './releases/release-model';
export type { PinnedValues } from './scaffold/pinned-values';
export type { PinnedModule } from './scaffold/pinned-module';
