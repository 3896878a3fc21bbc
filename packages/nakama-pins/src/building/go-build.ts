import { join } from 'node:path';
import { InputError } from '../input/problem';
import { readBytes } from '../input/read-disk';
import { tempFolder } from '../input/temp-folder';
import type { GoResult } from '../toolchain/go-command';
import { explainGoFailure, type GoFailure } from '../toolchain/go-failure';

export interface GoBuild {
  /** Runs the exact Go in a folder. */
  readonly run: (cwd: string, args: readonly string[]) => Promise<GoResult>;
  /** Absolute folder of the module. */
  readonly dir: string;
  /** Relative to the module's folder: `./cmd/arena`. */
  readonly package: string;
  readonly flags: readonly string[];
}

/** No server has so much memory for one plugin. */
const MAX_BYTES = 2 ** 31 - 1;

/** The bytes of a plugin, or why go would not make it. */
export type GoBuildResult =
  | { readonly bytes: Buffer; readonly failure?: undefined }
  | { readonly bytes?: undefined; readonly failure: GoFailure };

/**
 * Builds one package outside of the workspace, so that a build that is stopped leaves nothing there.
 *
 * @throws InputError if go does not know a flag; the signal's reason if it was aborted
 */
export async function goBuild(build: GoBuild): Promise<GoBuildResult> {
  const { run, dir, flags } = build;
  const work = tempFolder('nakama-build');
  try {
    const output = join(work.path, 'plugin.so');
    const args = ['build', ...flags, '-o', output, build.package];
    const { code, stderr } = await run(dir, args);
    if (code === 0) return { bytes: readBytes(output, output, { maxBytes: MAX_BYTES }) };
    const failure = explainGoFailure(stderr, dir);
    if (failure.kind === 'bad-flag') throw badFlag(failure);
    return { failure };
  } finally {
    work.remove();
  }
}

/** Of the flags, only these options of a build come from the user as they are. */
function badFlag({ lines, fix }: GoFailure): InputError {
  const [said = ''] = lines;
  const option = /-(tags|ldflags)\b/.exec(said)?.[1];
  return new InputError([
    {
      file: option === undefined ? '--go-flag' : `--${option}`,
      message: `go build refuses it: ${said}`,
      fix,
    },
  ]);
}
