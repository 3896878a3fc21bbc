import { existsSync } from 'node:fs';
import { memo } from '../input/memo';
import { withMilestones } from '../input/milestones';
import { InputError } from '../input/problem';
import type { OnProgress } from '../input/progress';
import type { Platform, Release } from '../releases/release-model';
import { type CCompiler, chooseCCompiler } from './c-compiler';
import { downloadsOnly } from './downloads';
import { type GoResult, type GoRun, runGo } from './go-command';
import type { GoRoot } from './go-root';
import { hostCCompiler, type HostCompiler } from './host-compiler';
import { CacheMender, refuseDamaged } from './mend-caches';
import { type Mending, mendRoot } from './mend-root';
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

/** Damage may lie behind damage. */
const MAX_MENDINGS = 3;

/** The exact Gos and the C compilers of a workspace, each looked for once. */
export class Tools {
  /** Lets only downloads through: why go would not do its work is for results to say. */
  readonly onDownload: (line: string) => void = downloadsOnly((text) => this.say(text));

  private readonly gos = memo((choice: { version: string; target: GoTarget }) => this.resolve(choice));

  private readonly compilers = memo((choice: { platform: Platform; serverImageBase: string; cc?: string }) =>
    chooseCCompiler({ ...choice, root: this.around.root, base: this.around.env }),
  );

  private readonly hostCompilers = memo(() => hostCCompiler(this.around.root, this.around.env));

  readonly around: Surroundings;

  /** Where it is said what is damaged. */
  readonly mending: Mending;
  private readonly mender: CacheMender;

  constructor(around: Surroundings) {
    this.around = { ...around, onProgress: around.onProgress && withMilestones(around.onProgress) };
    this.mending = { env: around.env, say: (text) => this.say(text) };
    this.mender = new CacheMender(this.mending);
  }

  /** The exact Go of a release, or why it is not available. */
  go({ go: version }: Pick<Release, 'go'>, target: GoTarget): Promise<Toolchain> {
    return this.gos({ version, target });
  }

  private resolve({ version, target }: { version: string; target: GoTarget }): Promise<Toolchain> {
    return resolveToolchain({
      ...target,
      version,
      base: this.around.env,
      signal: this.around.signal,
      onStderrLine: this.onDownload,
      onSay: (text) => this.say(text),
      onFetch: (progress) => this.around.onProgress?.({ kind: 'fetch', what: `Go ${version}`, ...progress }),
    });
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

  /**
   * Runs a toolchain's go in a folder; its downloads are progress. What is damaged in a cache is no fault of what go works
   * on: it is fetched anew, and go runs again.
   *
   * @param on gets the lines that go prints
   * @throws InputError if something is damaged that can't be fetched anew; the signal's reason if it was aborted
   */
  async run(
    toolchain: ReadyGo,
    cwd: string,
    args: readonly string[],
    on: Pick<GoRun, 'onStdoutLine' | 'onStderrLine'> = { onStderrLine: this.onDownload },
  ): Promise<GoResult> {
    const { signal } = this.around;
    const { go, env, root } = toolchain;
    if (root && (await mendRoot(root, 'programs', this.mending))) await this.haveAgain(root);
    for (let rounds = 0; ; rounds++) {
      const result = await runGo({ go, env, args, cwd, signal, ...on });
      if (result.code === 0) return result;
      if (rounds === MAX_MENDINGS || !(await this.mender.mend({ toolchain, cwd, args, result }))) {
        if (!root) refuseDamaged(go, cwd, result.stderr);
        return result;
      }
      if (root) await this.haveAgain(root);
    }
  }

  /**
   * Looks at every byte of a toolchain that was downloaded, and fetches it anew if it is damaged.
   *
   * @returns what was damaged, if anything was
   * @throws InputError if it can't be fetched anew
   */
  async renewed({ root }: ReadyGo): Promise<string | undefined> {
    if (!root) return undefined;
    const words = await mendRoot(root, 'contents', this.mending);
    if (words !== undefined) await this.haveAgain(root);
    return words;
  }

  /** A toolchain that was taken out of its cache. */
  private async haveAgain({ folder, version }: GoRoot): Promise<void> {
    if (existsSync(folder)) return;
    const { missing, fix } = await this.resolve({
      version,
      target: { platform: 'linux/amd64', fetch: true },
    });
    if (missing !== undefined) throw new InputError([{ file: folder, message: missing, fix }]);
  }

  /** Says a step, as one line. */
  say(text: string): void {
    this.around.onProgress?.({ kind: 'line', text });
  }
}
