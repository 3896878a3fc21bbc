import { buildsFromVendor } from '../linking/vendor-disagreements';
import type { OpenModule } from '../verify/open-module';

/**
 * `-mod=vendor` if Go uses vendor/ and it agrees with go.mod, as a build has it; else modules are taken as go.mod
 * and go.sum have them, which no run changes.
 */
export function moduleMode({ facts }: OpenModule): '-mod=vendor' | '-mod=readonly' {
  return buildsFromVendor(facts) ? '-mod=vendor' : '-mod=readonly';
}
