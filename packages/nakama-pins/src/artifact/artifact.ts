import type { Problem } from '../input/problem';
import type { BuildInfo } from './build-info';
import type { ElfType } from './elf';
import type { VersionNeed } from './elf-versions';

/** What a `.so` or a server's program says about itself: headers, dynamic section, symbols, build info. */
export interface Artifact {
  /** As the caller gave it, with `/` separators. */
  readonly file: string;
  /** In bytes. */
  readonly size: number;
  readonly type: ElfType;
  /** As GOARCH names it. */
  readonly arch: string;
  /** A program, which plugin.Open can't load, in spite of `type` DYN. */
  readonly isProgram: boolean;
  /** Libraries that the loader must find. */
  readonly needed: readonly string[];
  readonly soname?: string;
  readonly runpath?: string;
  readonly versionNeeds: readonly VersionNeed[];
  /** The lowest glibc that has all needed symbol versions: `2.34`; undefined if none is needed. */
  readonly glibc?: string;
  readonly symbolCount: number;
  readonly buildInfo?: BuildInfo;
  /** Import path -> 8 bytes in hex, sorted; empty if the program can neither be nor open a plugin. */
  readonly fingerprints: ReadonlyMap<string, string>;
  /** Undefined if it is not a Go plugin. */
  readonly plugin?: PluginSymbols;
  /** The first thing at which the loader would stop or go astray. */
  readonly damage?: Problem;
}

/** What plugin.Open and Lookup find in a plugin. */
export interface PluginSymbols {
  /**
   * What the runtime knows the plugin by: its main package's import path, or `plugin/unnamed-…`. Undefined if the
   * linker flag `-pluginpath` gave it another, under which no function is exported.
   */
  readonly path?: string;
  /** `other-type`: a function that is not of the type which the server asserts. */
  readonly initModule: 'present' | 'other-type' | 'no-function' | 'absent';
}
