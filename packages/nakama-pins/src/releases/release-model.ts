/** What a platform is called everywhere: `linux/amd64` (GOOS/GOARCH). */
export type Platform = string;

/** A module that the server vendors, at the version it links. */
export interface ReleaseModule {
  readonly path: string;
  readonly version: string;
  /** Packages of the module that the server links; empty for one it only vendors (testify). */
  readonly linkedPackages: readonly string[];
  /** Packages in the server's vendor/modules.txt: a superset of `linkedPackages`. */
  readonly vendoredPackages: readonly string[];
  /** go.sum hashes; `zip` of the module, `goMod` of its go.mod alone. */
  readonly sums: { readonly zip?: string; readonly goMod?: string };
  /** The `go` line of the module's go.mod, if it was looked up; a plugin's must not be lower. */
  readonly goLine?: string;
}

/** What the list of releases says of each. */
export interface ReleaseSummary {
  /** `3.40.0` */
  readonly version: string;
  /** What the server is, if it is not the official image's: `dsym`, `archive`, a studio's `ours.1`. */
  readonly variant?: string;
  /** `v3.40.0` */
  readonly tag: string;
  /** ISO date. */
  readonly date: string;
  /** The Go that compiles the server's own image: `1.26.5`. */
  readonly go: string;
  /** The `go` line of the server's go.mod. */
  readonly goModGo: string;
  /** Base image of the server: `debian:bookworm-slim`. */
  readonly serverImageBase: string;
  /** Base image of nakama-pluginbuilder: `golang:1.26.5-bookworm`. */
  readonly builderImageGo: string;
  readonly nakamaCommon: string;
  readonly protobuf: string;
  /** Platforms with fingerprints, sorted. */
  readonly measuredPlatforms: readonly string[];
  /** `catalog`, or the workspace's own file. */
  readonly source: string;
}

/** A Nakama server version and what it demands of a plugin. */
export interface Release extends ReleaseSummary {
  readonly modules: readonly ReleaseModule[];
  /** By module path. */
  module(path: string): ReleaseModule | undefined;
  /** The module that holds a package (longest `/`-bounded prefix), linked or not. */
  moduleOfPackage(packagePath: string): ReleaseModule | undefined;
  /** Non-standard packages that the server links. */
  isLinked(packagePath: string): boolean;
  /** Packages whose vendored source differs from the published module: no version matches the server. */
  isPatched(packagePath: string): boolean;
  readonly patchedPackages: readonly string[];
  /** Standard-library packages that the server links; empty if they were not measured. */
  readonly standardPackages: readonly string[];
  /**
   * go.sum lines that `go mod tidy` wants besides the `sums` of nakama-common and protobuf, for a plugin that requires
   * only these two. Builds need them too if the plugin's go line is below 1.17. Empty if not measured.
   */
  readonly scaffoldSums: readonly string[];
  /** Where its figures were read, by platform, if the file says so. */
  readonly origins?: Readonly<
    Record<
      string,
      {
        readonly kind: 'image' | 'layout' | 'docker-save' | 'archive' | 'program' | 'module';
        /** As it was named. */
        readonly name: string;
        /** Of the image's manifest. */
        readonly digest?: string;
        /** When the image was built. */
        readonly createdAt?: string;
      }
    >
  >;
  /**
   * What is compiled of packages as published, where its file knows more than the catalog: `path@version` of a module ->
   * package without the module's path -> files as in `published-files.json`.
   */
  readonly publishedFiles?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Linked package → the non-standard packages that it imports; undefined for a package the server lacks. */
  importsOf(packagePath: string): readonly string[] | undefined;
  readonly linkedPackagesFrom: string;
  /** Package path → 8 bytes in hex; loaded on first use. */
  fingerprints(platform: string): ReadonlyMap<string, string> | undefined;
}

/** Where the figures of a platform were read. */
export type ReleaseOrigin = NonNullable<Release['origins']>[string];
