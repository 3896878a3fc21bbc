import { memo } from '../input/memo';
import { withMilestones } from '../input/milestones';
import type { OnProgress } from '../input/progress';
import type { Platform, Release } from '../releases/release-model';
import { type CCompiler, chooseCCompiler } from './c-compiler';
import { downloadsOnly } from './downloads';
import { type GoResult, runGo } from './go-command';
import { hostCCompiler, type HostCompiler } from './host-compiler';
import { resolveToolchain, type Toolchain } from './toolchain';

/** What every program runs with: its root, environment, end and progress. */
export interface Surroundings {
  /** The workspace root, absolute. */
  readonly root: string;
  /** The user's environment: PATH, proxies, caches. It is not changed. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends every program that runs, and every download; nothing is written after it. */
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/** The exact Go, ready to run. */
export type ReadyGo = Extract<Toolchain, { missing?: undefined }>;

/** What go compiles for, and whether a Go that is missing is fetched. */
export interface GoTarget {
  readonly platform: Platform;
  /** A server that opens plugins is built with cgo; true by default. */
  readonly cgo?: boolean;
  /** More of the environment: `{ CC: 'zig cc' }`. */
  readonly extra?: Readonly<Record<string, string>>;
  readonly fetch?: boolean;
}

/** The exact Gos and the C compilers of a workspace, each looked for once. */
export class Tools {
  /** Lets only downloads through: why go would not do its work is for results to say. */
  readonly onDownload: (line: string) => void = downloadsOnly((text) => this.say(text));

  private readonly gos = memo(({ version, target }: { version: string; target: GoTarget }) =>
    resolveToolchain({
      ...target,
      version,
      base: this.around.env,
      signal: this.around.signal,
      onStderrLine: this.onDownload,
      onFetch: (progress) => this.around.onProgress?.({ kind: 'fetch', what: `Go ${version}`, ...progress }),
    }),
  );

  private readonly compilers = memo((choice: { platform: Platform; serverImageBase: string; cc?: string }) =>
    chooseCCompiler({ ...choice, root: this.around.root, base: this.around.env }),
  );

  private readonly hostCompilers = memo(() => hostCCompiler(this.around.root, this.around.env));

  readonly around: Surroundings;

  constructor(around: Surroundings) {
    this.around = { ...around, onProgress: around.onProgress && withMilestones(around.onProgress) };
  }

  /** The exact Go of a release, or why it is not available. */
  go({ go: version }: Pick<Release, 'go'>, target: GoTarget): Promise<Toolchain> {
    return this.gos({ version, target });
  }

  /** A C compiler for the server of a release, or why there is none. */
  cCompiler(
    { serverImageBase }: Pick<Release, 'serverImageBase'>,
    platform: Platform,
    cc?: string,
  ): Promise<CCompiler> {
    return this.compilers({ platform, serverImageBase, cc });
  }

  /** A C compiler for this computer, or why there is none. */
  hostCCompiler(): Promise<HostCompiler> {
    return this.hostCompilers(undefined);
  }

  /** Runs a toolchain's go in a folder; its downloads are progress. */
  run(toolchain: ReadyGo, cwd: string, args: readonly string[]): Promise<GoResult> {
    const { signal } = this.around;
    return runGo({ ...toolchain, args, cwd, signal, onStderrLine: this.onDownload });
  }

  /** Says a step, as one line. */
  say(text: string): void {
    this.around.onProgress?.({ kind: 'line', text });
  }
}
