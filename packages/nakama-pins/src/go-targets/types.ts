import type { Release } from '../releases/types';
import type { FetchProgress } from '../toolchain/fetch-toolchain';
import type { Toolchain } from '../toolchain/toolchain';
import type { FindRelease } from '../verify/judge';
import type { VerifierOptions } from '../verify/types';
import type { PluginFacts } from '../workspace/facts';
import type { PluginReader } from '../workspace/read-plugin';

export interface GoTargetOptions extends VerifierOptions {
  /** The user's environment: PATH, proxies, caches. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends every program that runs, and every download. */
  readonly signal?: AbortSignal;
  /** Called with each download and each lack that is no mistake, as one line. */
  readonly onLine?: (line: string) => void;
  /** Called while a Go toolchain is fetched. */
  readonly onFetch?: (progress: FetchProgress) => void;
}

/** Takes one line of a result as soon as it is known. What depends on this computer alone is not in it. */
export type Print = (line: string) => void;

/** A module that go is to run in, and the release that says which Go. */
export interface GoModule {
  readonly facts: PluginFacts;
  readonly release: Release;
  readonly releases: FindRelease;
  readonly reader: PluginReader;
  /** The module's folder, absolute. */
  readonly folder: string;
}

/** The exact Go, ready to run. */
export type ReadyGo = Extract<Toolchain, { missing?: undefined }>;
