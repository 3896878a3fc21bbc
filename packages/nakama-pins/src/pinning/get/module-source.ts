import { tmpdir } from 'node:os';
import type { GoResult } from '../../toolchain/go-command';
import { explainGoFailure } from '../../toolchain/go-failure';
import { whyNoProof } from '../../verify/go-failure-drafts';

/** The folder of a module version's source, absolute, or why go can't download it. */
export type ModuleSource = { readonly folder: string } | { readonly why: string };

/** Lets go download a module version, which proves its hash by the checksum database. */
export async function moduleSource(
  module: string,
  version: string,
  run: (cwd: string, args: readonly string[]) => Promise<GoResult>,
): Promise<ModuleSource> {
  const { stdout, stderr } = await run(tmpdir(), ['mod', 'download', '-json', `${module}@${version}`]);
  const { Dir, Error: said } = read(stdout);
  return Dir === undefined ? { why: whyNoProof(explainGoFailure(said ?? stderr)) } : { folder: Dir };
}

function read(stdout: string): { readonly Dir?: string; readonly Error?: string } {
  try {
    return JSON.parse(stdout) as { readonly Dir?: string; readonly Error?: string };
  } catch {
    return {};
  }
}
