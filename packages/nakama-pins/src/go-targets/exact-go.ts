import { InputError } from '../input/problem';
import type { GoTarget, ReadyGo, Tools } from '../toolchain/tools';
import type { OpenModule } from '../verify/open-module';

/**
 * The exact Go of a module's release, fetched where there is none.
 *
 * @throws InputError where it can't be had; the signal's reason where it was aborted
 */
export async function exactGo(
  { facts, release }: OpenModule,
  target: GoTarget,
  tools: Tools,
): Promise<ReadyGo> {
  const resolved = await tools.go(release, { ...target, fetch: true });
  if (resolved.missing === undefined) return resolved;
  throw new InputError([{ file: facts.goMod.file, message: resolved.missing, fix: resolved.fix }]);
}
