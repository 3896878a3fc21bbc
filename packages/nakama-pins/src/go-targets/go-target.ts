import type { FetchProgress } from '../toolchain/fetch-toolchain';
import type { Toolchain } from '../toolchain/toolchain';
import type { VerifierOptions } from '../verify/types';

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

/** The exact Go, ready to run. */
export type ReadyGo = Extract<Toolchain, { missing?: undefined }>;
