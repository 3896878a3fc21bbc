import type { ModuleImports } from '../go-module/import-list';
import type {
  GoFileHeader,
  GoMod,
  GoSum,
  GoWork,
  ModuleVersion,
  PathDirective,
  VendorModules,
} from '../go-module/module-files';
import type { ImageBuild } from '../images/image-build';
import type { ImageUse } from '../images/image-use';
import { byKey } from '../input/by-key';
import type { FindingLocation, Position } from '../input/problem';
import type { Platform } from '../releases/release-model';
import type { BuildCommand } from '../scripts/build-command';
import type { OpenedFile } from './nakama-json';
import type { PackageCopies } from './package-copies';

/** A .go file of the plugin's own source: its name and its header. */
export interface SourceFile {
  /** Relative to the workspace root. */
  readonly file: string;
  /** The base name, which may carry a build constraint (`x_linux.go`). */
  readonly name: string;
  readonly header: GoFileHeader;
}

/** A package of the plugin module or of a local library module, without its tests. */
export interface SourcePackage {
  readonly importPath: string;
  readonly files: readonly SourceFile[];
}

/** A module that the plugin uses through `replace X => ../folder`. */
export interface LocalModule {
  /** The path it is imported by: the left side of the replace. */
  readonly path: string;
  /** Relative to the workspace root; starts with `../` if it is outside. */
  readonly dir: string;
  readonly goMod?: GoMod;
}

/** A type of the server's signature that a file takes from another package than the server does. */
export interface ForeignImport {
  /** The import path as written. */
  readonly path: string;
  /** The one that the server takes the type from. */
  readonly wanted: string;
  readonly position: Position;
}

/** A declared InitModule, and how it differs from the one that the server requires. */
export interface InitModuleDeclaration {
  readonly file: string;
  readonly position: Position;
  readonly source: SourceFile;
  readonly packageName: string;
  /** Folder of the package, relative to the module's folder; `.` for its root. */
  readonly packageDir: string;
  /** What differs from the signature that the server requires; empty if it is right. */
  readonly differences: readonly string[];
  /** The types have the right names, and these imports give others. */
  readonly foreignImports: readonly ForeignImport[];
}

/** A place where a plugin opens another. */
export interface PluginOpening {
  readonly source: SourceFile;
  readonly position: Position;
  /** `plugin.Open`, `hiro.Init`. */
  readonly call: string;
  /** The paths that it can be, sorted; empty if they are not written as texts. */
  readonly paths: readonly string[];
}

/** Another module of the go.work that uses the plugin. */
export interface WorkspaceModule {
  readonly dir: string;
  readonly goMod: GoMod;
}

export interface GoWorkFacts {
  readonly goWork: GoWork;
  /** False if the file is above the plugin but does not `use` it. */
  readonly usesPlugin: boolean;
  readonly others: readonly WorkspaceModule[];
  /** Its `use` lines whose folder has no go.mod. */
  readonly missing: readonly PathDirective[];
}

/** What a module of the workspace is to the server. */
export type ModuleKind = 'plugin' | 'library';

/** What packages of one module version import, by nakama-imports.json or a download. */
export interface KnownImports extends ModuleImports {
  /** The entry's place in nakama-imports.json. */
  readonly location?: FindingLocation;
}

/** What came of the download of a module version's source. */
export type SourceDownload =
  | { readonly kind: 'read' }
  /** `failure`: one sentence, with the address if one was asked. */
  | { readonly kind: 'failed'; readonly failure: string }
  /** What is served has another hash than go.sum says. */
  | {
      readonly kind: 'other source';
      readonly module: ModuleVersion;
      readonly url: string;
      readonly sum: string;
    };

/** What names a module version among downloads. */
export function downloadKey({ path, version = '' }: ModuleVersion): string {
  return `${path}@${version}`;
}

/** The local modules of one module path. */
export const localModulesOf = byKey(({ path }: LocalModule) => path);

/** Everything that the committed files say about one plugin module; checks are functions of it and a release. */
export interface PluginFacts {
  /** A library module is judged by what it brings into a plugin; it has no InitModule, and no server opens it. */
  readonly kind: ModuleKind;
  /** Relative to the workspace root, `.` for the root. */
  readonly dir: string;
  readonly goMod: GoMod;
  /** Undefined if the module has no go.sum. */
  readonly goSum?: GoSum;
  readonly vendor?: VendorModules;
  /** A vendor folder is made anew when the module is settled: until then there is none to read. */
  readonly vendorIsToCome?: boolean;
  /** The .go files of a package in vendor/; none if it is not there. They are read when asked for. */
  readonly vendored: (packagePath: string) => readonly SourceFile[];
  /** What packages of other modules import, by nakama-imports.json; true only of a source with the same hash. */
  readonly imports: readonly KnownImports[];
  /** By `downloadKey`, what a run that may download asked for; undefined in all others. */
  readonly downloads?: ReadonlyMap<string, SourceDownload>;
  /** Packages below vendor/ and in folders of replaces. */
  readonly copies: PackageCopies;
  readonly goWork?: GoWorkFacts;
  readonly localModules: readonly LocalModule[];
  /** Modules that go.work alone puts in the place of a dependency: a build with GOWORK=off does not find them. */
  readonly goWorkModules: readonly LocalModule[];
  /**
   * Where imports are followed from: the main packages that declare InitModule, else every main package; for a library
   * module, all its packages.
   */
  readonly startPackages: readonly string[];
  /** The module's own and local packages that these reach, by import path. */
  readonly packages: ReadonlyMap<string, SourcePackage>;
  readonly initModules: readonly InitModuleDeclaration[];
  readonly images: readonly ImageUse[];
  /** Commands of Dockerfiles, scripts, pipelines and manifests that build the plugin. */
  readonly buildCommands: readonly BuildCommand[];
  /** Those of them in Dockerfiles, with what their stage holds. */
  readonly imageBuilds: readonly ImageBuild[];
  /** Whether a `default.pgo` lies beside the main package: from Go 1.21 on, `go build` takes it for all packages. */
  readonly hasProfile: boolean;
  /** The image that the release was taken from. */
  readonly releaseImage?: ImageUse;
  readonly platforms: readonly Platform[];
  /** The place of `platforms`: in nakama.json, or in go.mod for the default. */
  readonly platformsLocation: { readonly file: string; readonly line: number; readonly column: number };
  /** What `go build -tags` is given: by nakama.json, or by an option. */
  readonly tags: readonly string[];
  /** False if nakama.json says that plugins are never built with go.work. */
  readonly goWorkBuilds: boolean;
  /** Where the plugin opens other plugins; none for a library. */
  readonly openings: readonly PluginOpening[];
  /** The plugins that nakama.json says it opens; undefined if it says nothing. */
  readonly opens?: readonly OpenedFile[];
  /** Other plugin folders with the same module path for the same release. */
  readonly samePath: readonly string[];
}
