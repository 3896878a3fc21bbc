import type { Position } from '../input/problem';

/** A module path, with a version if one is written. */
export interface ModuleVersion {
  readonly path: string;
  readonly version?: string;
}

/** A value and where its directive (the keyword, or the line inside a block) begins. */
export interface Located {
  readonly position: Position;
}

export interface ModuleDirective extends Located {
  readonly path: string;
  /** The text of a `// Deprecated:` paragraph above or beside the directive. */
  readonly deprecated?: string;
}

export interface GoDirective extends Located {
  readonly version: string;
}

export interface ToolchainDirective extends Located {
  /** `go1.26.5`, or `default`. */
  readonly name: string;
}

export interface GodebugDirective extends Located {
  readonly key: string;
  readonly value: string;
}

export interface RequireDirective extends Located {
  readonly path: string;
  readonly version: string;
  readonly indirect: boolean;
  /** The place of the version, which a fix would change. */
  readonly versionPosition: Position;
}

export interface ExcludeDirective extends Located {
  readonly path: string;
  readonly version: string;
}

export interface ReplaceDirective extends Located {
  readonly old: ModuleVersion;
  /** Without a version, `path` is a folder: absolute, or beginning with `./` or `../`. */
  readonly new: ModuleVersion;
}

export interface RetractDirective extends Located {
  readonly low: string;
  readonly high: string;
  readonly rationale: string;
}

export interface PathDirective extends Located {
  readonly path: string;
}

/** A go.mod file (https://go.dev/ref/mod#go-mod-file), in the file's order. */
export interface GoMod {
  readonly file: string;
  readonly module?: ModuleDirective;
  readonly go?: GoDirective;
  readonly toolchain?: ToolchainDirective;
  readonly godebug: readonly GodebugDirective[];
  readonly require: readonly RequireDirective[];
  readonly exclude: readonly ExcludeDirective[];
  readonly replace: readonly ReplaceDirective[];
  readonly retract: readonly RetractDirective[];
  readonly tool: readonly PathDirective[];
  readonly ignore: readonly PathDirective[];
}

/** One line of go.sum: `path version[/go.mod] h1:…`. */
export interface GoSumLine extends Located {
  readonly path: string;
  readonly version: string;
  /** `true` for `version/go.mod` lines: the hash of the go.mod file alone. */
  readonly goModOnly: boolean;
  readonly hash: string;
}

export interface GoSum {
  readonly file: string;
  readonly lines: readonly GoSumLine[];
  /** Versions of a module whose zip (source) has a hash: without one, no package of it can be compiled. */
  zipVersions(path: string): readonly string[];
  /** The lines of a module version: of its zip, of its go.mod. */
  linesOf(path: string, version: string): readonly GoSumLine[];
  /** Whether a version's zip has a hash that Go knows. */
  hasSource(path: string, version: string): boolean;
  /** Whether a line gives this hash to a version's zip. */
  hasZip(path: string, version: string, hash: string): boolean;
  /** Versions of a module that have any line in the file. */
  versions(path: string): readonly string[];
}

/** A go.work file (https://go.dev/ref/mod#go-work-file). */
export interface GoWork {
  readonly file: string;
  readonly go?: GoDirective;
  readonly toolchain?: ToolchainDirective;
  readonly godebug: readonly GodebugDirective[];
  readonly use: readonly PathDirective[];
  readonly replace: readonly ReplaceDirective[];
}

/** One `# path version` section of vendor/modules.txt. */
export interface VendoredModule extends Located {
  readonly path: string;
  readonly version?: string;
  /** The text after `=>`, if the module is replaced. */
  readonly replacement?: ModuleVersion;
  readonly explicit: boolean;
  /** The `go` version of `## …; go 1.21`. */
  readonly go?: string;
  readonly packages: readonly string[];
}

export interface VendorModules {
  readonly file: string;
  readonly workspace: boolean;
  readonly modules: readonly VendoredModule[];
}

/** A build constraint as data (https://pkg.go.dev/cmd/go#hdr-Build_constraints). */
export type BuildConstraint =
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'not'; readonly operand: BuildConstraint }
  | { readonly kind: 'and' | 'or'; readonly left: BuildConstraint; readonly right: BuildConstraint };

export interface GoImport extends Located {
  readonly path: string;
  /** The local name, `_` or `.`, if given. */
  readonly name?: string;
}

/** The content of a .go file up to the end of its imports. */
export interface GoFileHeader {
  readonly packageName: string;
  readonly packagePosition: Position;
  readonly imports: readonly GoImport[];
  /** From `//go:build`, else from `// +build` lines. */
  readonly constraint?: BuildConstraint;
}
