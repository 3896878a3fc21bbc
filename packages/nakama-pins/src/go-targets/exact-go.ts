import { InputError } from '../input/problem';
import { downloadsOnly } from '../toolchain/downloads';
import type { GoEnvironmentOptions } from '../toolchain/go-environment';
import { resolveToolchain, type Toolchain } from '../toolchain/toolchain';
import type { GoModule } from '../verify/open-module';
import type { GoTargetOptions, ReadyGo } from './go-target';

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
        // Why it can't be had is the problem's to say.
        onStderrLine: downloadsOnly(this.options.onLine),
        onFetch,
      });
    this.known.set(key, toolchain);
    const resolved = await toolchain;
    if (resolved.missing === undefined) return resolved;
    throw new InputError([{ file: facts.goMod.file, message: resolved.missing, fix: resolved.fix }]);
  }
}
