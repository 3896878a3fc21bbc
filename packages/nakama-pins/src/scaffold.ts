/** What generators of Nakama modules need: the rules for names and paths, the modules that are there, pinned values. */
export { type ExistingModule, readModules } from './scaffold/existing-modules';
export type { FileTree } from './scaffold/file-tree';
export type { ImportablePackage } from './scaffold/importable-package';
export { nameFault } from './scaffold/module-name';
export { nearestRelease } from './scaffold/nearest-release';
export { planModulePath } from './scaffold/plan-module-path';
export { scaffoldValues } from './scaffold/scaffold-values';
export { editNakamaJson } from './workspace/edit-nakama-json';
