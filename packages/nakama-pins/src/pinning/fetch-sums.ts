import { DownloadError } from '../module-proxy/download-error';
import { goSettings } from '../module-proxy/go-settings';
import { createWeb } from '../module-proxy/web';
import { openChecksumDatabase } from '../sumdb/checksum-database';
import { userSumdbCache } from '../sumdb/sumdb-cache';
import type { Surroundings } from '../toolchain/tools';
import { userCache } from '../toolchain/user-cache';
import { missingSums } from './plan-go-sum';
import { type PinPlanInput, planPins } from './plan-pins';

/** The input of a plan with what could be fetched for it, and why the rest could not: a sentence for each module. */
export interface WithSums {
  readonly input: PinPlanInput;
  readonly failures: readonly string[];
}

/**
 * The input with the hashes that the plan needs and the release does not have, proved by the checksum database,
 * for computers without a go that would write them. A hash that is not available is left out; it is a finding on the
 * planned files.
 */
export async function withSums(
  input: PinPlanInput,
  { env, signal }: Pick<Surroundings, 'env' | 'signal'>,
): Promise<WithSums> {
  const missing = missingSums(planPins(input).facts.goMod, input.release);
  if (missing.length === 0) return { input, failures: [] };
  const database = openChecksumDatabase({
    settings: goSettings(env),
    web: createWeb({ env, signal }),
    cache: userSumdbCache(userCache(env)),
  });
  const failures: string[] = [];
  const found = await Promise.all(
    missing.map(async ({ path, version }) => {
      const fail = (why: string): [] => {
        failures.push(`the hashes of ${path} ${version} are not known: ${why}`);
        return [];
      };
      try {
        const sums = await database.lookup(path, version);
        return sums ? ([[`${path}@${version}`, sums]] as const) : fail(EXEMPT);
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof DownloadError) return fail(error.message);
        throw error;
      }
    }),
  );
  return { input: { ...input, sums: new Map(found.flat()) }, failures: failures.sort() };
}

const EXEMPT = 'GOSUMDB, GONOSUMDB or GOPRIVATE keeps the module from the checksum database';
