import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runGo } from '../toolchain/go-command';
import { explainGoFailure, type GoFailure } from '../toolchain/go-failure';
import type { Toolchain } from '../toolchain/toolchain';

export interface GoBuild {
  readonly toolchain: Extract<Toolchain, { missing?: undefined }>;
  /** Absolute folder of the module. */
  readonly dir: string;
  /** Relative to the module's folder: `./cmd/arena`. */
  readonly package: string;
  readonly flags: readonly string[];
  readonly signal?: AbortSignal;
  readonly onStderrLine?: (line: string) => void;
}

/** The bytes of a plugin, or why go would not make it. */
export type GoBuildResult =
  | { readonly bytes: Buffer; readonly failure?: undefined }
  | { readonly bytes?: undefined; readonly failure: GoFailure };

/**
 * Builds one package outside of the workspace, so that a build that is stopped leaves nothing there.
 *
 * @throws the signal's reason if it was aborted
 */
export async function goBuild(build: GoBuild): Promise<GoBuildResult> {
  const { toolchain, dir, flags, signal, onStderrLine } = build;
  const work = mkdtempSync(join(tmpdir(), 'nakama-build-'));
  try {
    const output = join(work, 'plugin.so');
    const args = ['build', ...flags, '-o', output, build.package];
    const { go, env } = toolchain;
    const { code, stderr } = await runGo({ go, env, args, cwd: dir, signal, onStderrLine });
    return code === 0 ? { bytes: readFileSync(output) } : { failure: explainGoFailure(stderr, dir) };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
