import { usesVendor } from '../linking/selection';
import { judge } from '../verify/judge';
import type { OpenModule } from '../verify/open-module';

/**
 * `-mod=vendor` where Go uses vendor/ and it agrees with go.mod, as a build has it; else modules are taken as go.mod
 * and go.sum have them, which no run changes.
 */
export function moduleMode({ facts, release, releases }: OpenModule): '-mod=vendor' | '-mod=readonly' {
  const agrees = (): boolean =>
    !judge(facts, release, releases).findings.some(({ id }) => id === 'vendor-out-of-step');
  return usesVendor(facts) && agrees() ? '-mod=vendor' : '-mod=readonly';
}
