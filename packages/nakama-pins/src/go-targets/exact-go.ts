import { InputError } from '../input/problem';
import type { GoTarget, ReadyGo, Tools } from '../toolchain/tools';
import type { OpenModule } from '../verify/open-module';

/**
 * The exact Go of a module's release; it is fetched if there is none.
 *
 * @throws InputError if it is not available; the signal's reason if it was aborted
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
