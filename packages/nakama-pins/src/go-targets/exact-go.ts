import { InputError } from '../input/problem';
import type { GoEnvironmentOptions } from '../toolchain/go-environment';
import { resolveToolchain, type Toolchain } from '../toolchain/toolchain';
import type { GoModule, GoTargetOptions, ReadyGo } from './types';

/** What go compiles for. */
export type GoTarget = Required<Pick<GoEnvironmentOptions, 'platform' | 'cgo' | 'extra'>>;

/** The exact Go of releases, fetched where there is none; asked for once, however many modules it runs in. */
export class ExactGo {
  private readonly known = new Map<string, Promise<Toolchain>>();

  constructor(private readonly options: GoTargetOptions) {}

  /** @throws InputError where it can't be had; the signal's reason where it was aborted */
  async get({ facts, release }: GoModule, target: GoTarget): Promise<ReadyGo> {
    const key = JSON.stringify([release.go, target]);
    const { env: base, signal, onFetch } = this.options;
    const toolchain =
      this.known.get(key) ??
      resolveToolchain({
        ...target,
        version: release.go,
        base,
        fetch: true,
        signal,
        onStderrLine: this.onStderrLine,
        onFetch,
      });
    this.known.set(key, toolchain);
    const resolved = await toolchain;
    if (resolved.missing === undefined) return resolved;
    throw new InputError([{ file: facts.goMod.file, message: resolved.missing, fix: resolved.fix }]);
  }

  /** Why it can't be had is the problem's to say. */
  private readonly onStderrLine = (line: string): void => {
    if (isDownload(line)) this.options.onLine?.(line);
  };
}

/** What go says while it downloads depends on what the computer has already: it is progress, and no result. */
export function isDownload(line: string): boolean {
  return line.startsWith('go: downloading ');
}
